// SPDX-License-Identifier: Apache-2.0
#include "host_driver/help/manual.h"

#include <fmt/format.h>

#include "host_driver/help/markdown.h"
#include "host_driver/help/topics.h"

namespace linkwright::help {
namespace {

// As troff prints it unchanged: no escapes, no request at the start of a line, hyphens that can be
// copied.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if (c == '`') {
      continue;
    } else {
      escaped += c;
    }
  }
  if (escaped.starts_with('.') || escaped.starts_with('\'')) escaped.insert(0, "\\&");
  return escaped;
}

std::string Options(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options()) {
    const bool positional = option->get_positional();
    const std::string name = option->get_name(positional, !positional);
    const std::string type = option->get_items_expected_max() == 0 ? "" : option->get_type_name();
    text +=
        fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", Escaped(name),
                    positional || type.empty() ? "" : " " + Escaped(type.substr(0, type.find(':'))),
                    Escaped(option->get_description()));
    if (const std::string value = option->get_default_str(); !value.empty())
      text += fmt::format("(default: {})\n", Escaped(value));
  }
  return text;
}

std::string TopicSection(const Topic& topic) {
  std::string text = fmt::format(".SS {}: {}\n", Escaped(topic.name), Escaped(topic.title));
  bool code = false;
  ForEachLine(topic.text, [&](LineKind kind, std::string_view line) {
    if (code != (kind == LineKind::kCode)) text += code ? ".EE\n" : ".PP\n.EX\n";
    code = kind == LineKind::kCode;
    switch (kind) {
      case LineKind::kBlank:
        text += ".PP\n";
        break;
      case LineKind::kHeading:
        text += fmt::format(".PP\n\\fB{}\\fR\n.PP\n", Escaped(line));
        break;
      case LineKind::kItem:
        text += fmt::format(".IP \\(bu 2\n{}\n", Escaped(line));
        break;
      case LineKind::kParagraph:
      case LineKind::kCode:
        text += Escaped(line) + "\n";
        break;
    }
  });
  return code ? text + ".EE\n" : text;
}

}  // namespace

std::string ManualPage(const CLI::App& app, const std::string& version) {
  std::string text = fmt::format(
      ".\\\" Written by `linkwright help --man`.\n.TH LINKWRIGHT 1 \"\" \"linkwright {}\"\n.SH "
      "NAME\n"
      "linkwright \\- {}\n.SH SYNOPSIS\n.B linkwright\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n"
      ".SH COMMANDS\n",
      version, Escaped(app.get_description()));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    text += fmt::format(".SS linkwright {}\n{}\n{}", command->get_name(),
                        Escaped(command->get_description()), Options(*command));
  }
  text += ".SH TOPICS\n";
  for (const Topic& topic : Topics()) text += TopicSection(topic);
  return text;
}

}  // namespace linkwright::help
