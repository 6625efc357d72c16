// SPDX-License-Identifier: Apache-2.0
#include "host_driver/help/topics.h"

#include <algorithm>
#include <span>

#include "fabric/parts/embedded_text.h"
#include "foundation/diagnostics/check.h"
#include "host_driver/help/markdown.h"

namespace linkwright::help {

// Written by cmake/EmbedText.cmake.
std::span<const parts::EmbeddedText> EmbeddedTopics();

namespace {

Topic Parse(const parts::EmbeddedText& file) {
  std::string_view name = file.name.substr(file.name.rfind('/') + 1);
  name.remove_suffix(std::string_view(".md").size());
  LINKWRIGHT_CHECK(file.text.starts_with("# ")) << file.name << " has no heading";
  const std::size_t end = file.text.find('\n');
  return {name, file.text.substr(2, end - 2),
          file.text.substr(std::min(end + 2, file.text.size()))};
}

}  // namespace

const std::vector<Topic>& Topics() {
  static const std::vector<Topic> topics = [] {
    std::vector<Topic> parsed;
    for (const parts::EmbeddedText& file : EmbeddedTopics()) parsed.push_back(Parse(file));
    std::sort(parsed.begin(), parsed.end(),
              [](const Topic& a, const Topic& b) { return a.name < b.name; });
    return parsed;
  }();
  return topics;
}

const Topic* FindTopic(std::string_view name) {
  for (const Topic& topic : Topics()) {
    if (topic.name == name) return &topic;
  }
  return nullptr;
}

std::string TopicText(const Topic& topic, const telemetry::Page& page) {
  std::string text = telemetry::Paragraph(topic.title, page.columns()) + "\n";
  ForEachLine(topic.text, [&](LineKind kind, std::string_view line) {
    switch (kind) {
      case LineKind::kBlank:
        text += "\n";
        break;
      case LineKind::kCode:
        text += "  " + std::string(line) + "\n";
        break;
      case LineKind::kItem:
        text += telemetry::Paragraph(line, page.columns(), "- ", "  ");
        break;
      case LineKind::kHeading:
      case LineKind::kParagraph:
        text += telemetry::Paragraph(line, page.columns());
        break;
    }
  });
  return text;
}

}  // namespace linkwright::help
