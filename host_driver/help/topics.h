// SPDX-License-Identifier: Apache-2.0
// The pages of `linkwright help TOPIC`: docs/reference/help/*.md, compiled in. Documentation, help
// and man page are one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/telemetry/text_layout.h"

namespace linkwright::help {

struct Topic {
  std::string_view name;   // of the file: "exit-codes"
  std::string_view title;  // its heading
  std::string_view text;   // Markdown below the heading: paragraphs, "## ", "- " and fenced code
};

// In order of name.
const std::vector<Topic>& Topics();

// nullptr when there is none.
const Topic* FindTopic(std::string_view name);

// For a terminal: paragraphs and items wrapped, code as it is.
std::string TopicText(const Topic& topic, const telemetry::Page& page);

}  // namespace linkwright::help
