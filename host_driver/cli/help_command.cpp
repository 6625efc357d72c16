// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "host_driver/cli/command.h"
#include "host_driver/experiment/build_facts.h"
#include "host_driver/help/manual.h"
#include "host_driver/help/topics.h"
#include "host_driver/report/terminal.h"

namespace linkwright::cli {
namespace {

struct HelpOptions {
  std::string topic;
  bool man = false;
};

void PrintOverview(const CLI::App& app) {
  report::PrintFitted("{}\nTopics (linkwright help TOPIC):\n", app.help());
  const telemetry::Page page = report::TerminalPage(false);
  for (const help::Topic& topic : help::Topics()) {
    report::Print("{}",
                  telemetry::Paragraph(topic.title, page.columns(),
                                       fmt::format("  {:<13} ", topic.name), std::string(16, ' ')));
  }
}

void Help(const CLI::App& app, const HelpOptions& options) {
  if (options.man) {
    report::Print("{}", help::ManualPage(app, experiment::Version()));
    return;
  }
  if (options.topic.empty()) {
    PrintOverview(app);
    return;
  }
  if (const help::Topic* topic = help::FindTopic(options.topic)) {
    report::Print("{}", help::TopicText(*topic, report::TerminalPage(false)));
    return;
  }
  std::vector<std::string> names;
  for (const help::Topic& topic : help::Topics()) names.emplace_back(topic.name);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == options.topic) {
      report::PrintFitted("{}", command->help(app.get_name()));
      return;
    }
    names.push_back(command->get_name());
  }
  throw diagnostics::UserError(
      {"help " + options.topic, 1, 1},
      fmt::format("there is no such topic or command; `linkwright help` lists them"),
      diagnostics::Suggest(options.topic, names));
}

}  // namespace

void AddHelp(CLI::App& app, Session&) {
  auto options = std::make_shared<HelpOptions>();
  CLI::App* help = app.add_subcommand("help", "a topic or a command in words");
  help->add_option("TOPIC", options->topic, "a topic, or a command; all are listed without")
      ->type_name("TOPIC");
  help->add_flag("--man", options->man, "print the man page (troff) instead");
  help->callback([options, &app] { Help(app, *options); });
}

}  // namespace linkwright::cli
