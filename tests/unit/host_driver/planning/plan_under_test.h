// SPDX-License-Identifier: Apache-2.0
// Plans of scenarios that are written in a test, and what their refusals say.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "foundation/config/document.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/planning/plan.h"

namespace linkwright::planning {

inline Plan PlanOf(const config::Document& document) {
  return MakePlan(scenario::ReadScenario(document), document);
}
inline Plan PlanOf(const std::string& yaml) {
  return PlanOf(config::Document::Parse(yaml, "s.yaml"));
}

// "2:10: message" of the first mistake.
template <class Source>
std::string RefusalOf(const Source& source) {
  try {
    PlanOf(source);
  } catch (const diagnostics::UserError& error) {
    const diagnostics::Diagnostic& first = error.diagnostics().front();
    return fmt::format("{}:{}: {}", first.location.line, first.location.column, first.message);
  }
  return "accepted";
}

inline void ExpectRefusal(const std::string& yaml, const std::string& text) {
  const std::string said = RefusalOf(yaml);
  EXPECT_NE(said.find(text), std::string::npos) << said;
}

}  // namespace linkwright::planning
