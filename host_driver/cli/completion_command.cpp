// SPDX-License-Identifier: Apache-2.0
// Shell completion, generated from the application itself: it can offer no option that does not
// exist.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"

namespace linkwright::cli {
namespace {

std::string OptionNames(const CLI::App& app) {
  std::string names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names += " --" + name;
  }
  return names;
}

// Of all these sections, each name once: both kinds of switch have variants of one name.
std::string SectionNames(const std::vector<std::string>& titles) {
  std::vector<std::string> names;
  for (const NamedSection& section : NamedSections()) {
    if (std::find(titles.begin(), titles.end(), section.title) == titles.end()) continue;
    for (const Named& entry : section.entries) {
      if (std::find(names.begin(), names.end(), entry.name) == names.end())
        names.push_back(entry.name);
    }
  }
  std::string words;
  for (const std::string& name : names) words += " " + name;
  return words;
}

std::string BashScript(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands += " " + command->get_name();
    std::string words = OptionNames(*command);
    if (command->get_name() == "compare") words += SectionNames({"pods"});
    if (command->get_name() == "list")
      for (const char* title : kSectionTitles) words += std::string(" ") + title;
    cases += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), words);
  }
  return fmt::format(R"(# bash completion of linkwright; use: source <(linkwright completion)
_linkwright() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=""
  case "$previous" in
    --on) COMPREPLY=($(compgen -W "{pods}" -- "$current")); return ;;
    --algorithm) COMPREPLY=($(compgen -W "{algorithms}" -- "$current") $(compgen -f -X '!*.xml' -- "$current")); return ;;
    --variant) COMPREPLY=($(compgen -W "all{variants}" -- "$current")); return ;;
    --switch) COMPREPLY=($(compgen -W "scaleup ethernet" -- "$current")); return ;;
    --family) COMPREPLY=($(compgen -W "all{families}" -- "$current")); return ;;
    --fidelity) COMPREPLY=($(compgen -W "{fidelities}" -- "$current")); return ;;
    --type) COMPREPLY=($(compgen -W "fp32 bf16 fp16 int32" -- "$current")); return ;;
    --redop) COMPREPLY=($(compgen -W "sum min max" -- "$current")); return ;;
    --symmetry) COMPREPLY=($(compgen -W "simulate_all exploit" -- "$current")); return ;;
    --json|--csv) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{commands} --help --version" -- "$current")); return
  fi
  case "${{COMP_WORDS[1]}}" in
{cases}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$current" in -*) ;; *) COMPREPLY+=($(compgen -f -- "$current")) ;; esac
}}
complete -o filenames -F _linkwright linkwright
)",
                     fmt::arg("pods", SectionNames({"pods"})),
                     fmt::arg("algorithms", SectionNames({"algorithms"})),
                     fmt::arg("variants", SectionNames({"variants", "ethernet_variants"})),
                     fmt::arg("families", SectionNames({"families"})),
                     fmt::arg("fidelities", SectionNames({"fidelities"})),
                     fmt::arg("commands", commands), fmt::arg("cases", cases));
}

}  // namespace

void AddCompletion(CLI::App& app, Session&) {
  CLI::App* completion = app.add_subcommand("completion", "print a bash completion script");
  completion->callback([&app] { fmt::print("{}", BashScript(app)); });
}

}  // namespace linkwright::cli
