// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"
#include "host_driver/report/report_file.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {
namespace {

struct ListOptions {
  std::string what, json_path;
};

// Entries of one group after another, in the order in which groups first appear.
std::vector<std::string> GroupsOf(const NamedSection& section) {
  std::vector<std::string> groups;
  for (const Named& entry : section.entries) {
    if (std::find(groups.begin(), groups.end(), entry.group) == groups.end())
      groups.push_back(entry.group);
  }
  return groups;
}

void PrintSection(const NamedSection& section, const telemetry::Page& page) {
  size_t width = 0;
  for (const Named& entry : section.entries) width = std::max(width, entry.name.size());
  report::Print("{}\n", section.title);
  for (const std::string& group : GroupsOf(section)) {
    if (!group.empty()) report::Print("  {}\n", group);
    for (const Named& entry : section.entries) {
      if (entry.group != group) continue;
      const std::string first =
          fmt::format("{:{}}{:<{}}  ", "", group.empty() ? 2 : 4, entry.name, width);
      report::Print("{}", telemetry::Paragraph(entry.doc, page.columns(), first,
                                               std::string(first.size(), ' ')));
    }
  }
  report::Print("\n");
}

void ExpectSection(const std::string& what) {
  const std::vector<std::string> titles(kSectionTitles.begin(), kSectionTitles.end());
  if (what.empty() || std::find(titles.begin(), titles.end(), what) != titles.end()) return;
  throw diagnostics::UserError(
      {"list " + what, 1, 1},
      fmt::format("no section is called '{}'; `linkwright list --help` has them", what),
      diagnostics::Suggest(what, titles));
}

void List(const ListOptions& options) {
  ExpectSection(options.what);
  nlohmann::ordered_json all;
  for (const NamedSection& section : NamedSections()) {
    if (!options.what.empty() && options.what != section.title) continue;
    for (const Named& entry : section.entries) all[section.title][entry.name] = entry.doc;
    if (options.json_path != "-") PrintSection(section, report::TerminalPage(false));
  }
  if (!options.json_path.empty()) report::WriteTextFile(options.json_path, all.dump(2) + "\n");
}

}  // namespace

void AddList(CLI::App& app, Session&) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* list = app.add_subcommand(
      "list", "what there is: algorithms, pods, variants, parts, fidelities, topologies");
  list->add_option("WHAT", options->what,
                   fmt::format("one section only: {}", fmt::join(kSectionTitles, ", ")))
      ->type_name("SECTION");
  list->add_option("--json", options->json_path,
                   "write the lists as JSON to this file; -: to standard output alone")
      ->type_name("FILE");
  list->callback([options] { List(*options); });
}

}  // namespace linkwright::cli
