// SPDX-License-Identifier: Apache-2.0
// Shell completion, generated from the application itself: it can offer no option that does not
// exist, and what an option's value may be follows from its type (POD, TYPE, LEVEL, ...).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "foundation/config/numerics_names.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/help/topics.h"
#include "host_driver/report/terminal.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {
namespace {

// What completes a type: words, and files that match a pattern (none when empty).
struct Values {
  std::string words, files;
};

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
  for (const std::string& name : names) words += (words.empty() ? "" : " ") + name;
  return words;
}

template <class E>
std::string EnumWords() {
  std::string words;
  for (const auto& known : config::EnumNames<E>::kValues)
    words += (words.empty() ? "" : " ") + std::string(known.name);
  return words;
}

// "pod.ready= pod.planes= ..." of everything that has no fields of its own.
void AddFieldPaths(const config::Json& schema, const config::Json& at, const std::string& path,
                   std::string& words) {
  if (at.contains("$ref")) {
    const std::string reference = at["$ref"].get<std::string>();
    const std::string name = reference.substr(reference.rfind('/') + 1);
    AddFieldPaths(schema, schema["$defs"][name], path, words);
    return;
  }
  if (!at.contains("properties")) {
    words += (words.empty() ? "" : " ") + path + "=";
    return;
  }
  for (const auto& [key, property] : at["properties"].items())
    AddFieldPaths(schema, property, path.empty() ? key : path + "." + key, words);
}

std::string FieldPaths() {
  const config::Json schema = config::JsonSchema<scenario::Scenario>();
  std::string words;
  AddFieldPaths(schema, schema, "", words);
  return words;
}

std::map<std::string, Values> ValuesByType() {
  std::string topics, sections, collectives;
  for (const help::Topic& topic : help::Topics())
    topics += (topics.empty() ? "" : " ") + std::string(topic.name);
  std::vector<std::string> titles;
  for (const char* title : kSectionTitles) {
    sections += (sections.empty() ? "" : " ") + std::string(title);
    titles.emplace_back(title);
  }
  for (const collectives::Collective kind : scenario::kCollectives)
    collectives += (collectives.empty() ? "" : " ") + std::string(ToString(kind));
  const std::string pods = SectionNames({"pods"});
  return {{"POD", {pods, ""}},
          {"POD|FILE", {pods, "*.yaml"}},
          {"SCENARIO", {"", "*.yaml"}},
          {"NAME|FILE", {SectionNames({"algorithms"}), "*.xml"}},
          {"THING|FILE", {SectionNames(titles), "*.xml"}},
          {"COLLECTIVE", {collectives, ""}},
          {"TYPE", {EnumWords<numerics::DataType>(), ""}},
          {"OP", {EnumWords<numerics::ReduceOp>(), ""}},
          {"PROTOCOL", {EnumWords<collectives::Protocol>(), ""}},
          {"LEVEL", {EnumWords<scenario::Fidelity>(), ""}},
          {"HOW", {EnumWords<scenario::Symmetry>(), ""}},
          {"CHECK", {EnumWords<scenario::Check>(), ""}},
          {"VARIANT", {"all " + SectionNames({"variants", "ethernet_variants"}), ""}},
          {"FAMILY", {"all " + SectionNames({"families"}), ""}},
          {"KIND", {"scaleup ethernet", "*.so"}},
          {"CASES", {"llr cbfc all", ""}},
          {"MODEL", {"twin rtl", "*.so"}},
          {"FILE.so", {"", "*.so"}},
          {"FILE.yaml", {"", "*.yaml"}},
          {"on|off", {"on off", ""}},
          {"SECTION", {sections, ""}},
          {"TOPIC", {topics, ""}},
          {"a.b=VALUE", {FieldPaths(), ""}},
          {"FILE", {"", "*"}},
          {"FOLDER", {"", "*"}}};
}

// "SECTION" of "SECTION:{algorithms,pods}".
std::string TypeOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::string BashScript(const CLI::App& app) {
  std::string types, options, commands, cases;
  for (const auto& [type, values] : ValuesByType()) {
    const std::string files =
        values.files.empty()
            ? ""
            : fmt::format(
                  "; COMPREPLY+=($(compgen -f -X '!{0}' -- \"$current\") $(compgen -d -- "
                  "\"$current\"))",
                  values.files);
    types += fmt::format("    '{}') COMPREPLY=($(compgen -W \"{}\" -- \"$current\")){} ;;\n", type,
                         values.words, files);
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string name = command->get_name();
    commands += (commands.empty() ? "" : " ") + name;
    std::string names, positional;
    for (const CLI::Option* option : command->get_options()) {
      const bool takes_value = option->get_items_expected_max() > 0;
      if (option->get_positional() && takes_value) positional = TypeOf(*option);
      for (const std::string& word : option->get_lnames()) {
        names += " --" + word;
        if (takes_value)
          options += fmt::format("    '{} --{}') type='{}' ;;\n", name, word, TypeOf(*option));
      }
    }
    cases += fmt::format("    {}) options=\"{}\" positional='{}' ;;\n", name, names, positional);
  }
  return fmt::format(R"(# bash completion of linkwright; use: source <(linkwright completion)
_linkwright_values() {{
  case "$1" in
{types}  esac
}}
_linkwright() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local type="" options="" positional=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{commands} --help --version" -- "$current")); return
  fi
  case "${{COMP_WORDS[1]}} $previous" in
{options}  esac
  if [ -n "$type" ]; then
    _linkwright_values "$type"
    if [ "$type" = 'a.b=VALUE' ]; then compopt -o nospace 2>/dev/null; fi
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{cases}  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) _linkwright_values "$positional" ;;
  esac
}}
complete -o filenames -F _linkwright linkwright
)",
                     fmt::arg("types", types), fmt::arg("options", options),
                     fmt::arg("commands", commands), fmt::arg("cases", cases));
}

}  // namespace

void AddCompletion(CLI::App& app, Session&) {
  CLI::App* completion = app.add_subcommand("completion", "print a bash completion script");
  completion->callback([&app] { report::Print("{}", BashScript(app)); });
}

}  // namespace linkwright::cli
