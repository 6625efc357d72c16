// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "fabric/parts/catalog.h"
#include "fabric/builders/builders.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/names.h"

namespace linkwright::cli {
namespace {

void List(const std::string& what, bool json) {
  nlohmann::ordered_json all;
  for (const NamedSection& section : NamedSections()) {
    if (!what.empty() && what != section.title) continue;
    if (json) {
      for (const Named& entry : section.entries) all[section.title][entry.name] = entry.doc;
      continue;
    }
    size_t width = 0;
    for (const Named& entry : section.entries) width = std::max(width, entry.name.size());
    fmt::print("{}\n", section.title);
    for (const Named& entry : section.entries)
      fmt::print("  {:<{}}  {}\n", entry.name, width, entry.doc);
    fmt::print("\n");
  }
  if (json) fmt::print("{}\n", all.dump(2));
}

}  // namespace

void AddList(CLI::App& app, Session&) {
  struct Options {
    std::string what;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* list = app.add_subcommand(
      "list", "what there is: algorithms, pods, variants, parts, fidelities, topologies");
  std::vector<std::string> titles;
  for (const char* title : kSectionTitles) titles.emplace_back(title);
  list->add_option("WHAT", options->what, "one section only")->check(CLI::IsMember(titles));
  list->add_flag("--json", options->json, "as JSON");
  list->callback([options] { List(options->what, options->json); });
}

}  // namespace linkwright::cli
