// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/fabric_text.h"

#include <fmt/format.h>

#include <array>

#include "foundation/units/readable.h"

namespace linkwright::report {
namespace {

struct Trouble {
  const char* metric;
  const char* what;
};

constexpr std::array<Trouble, 7> kTroubles = {
    {{"network.link_events", "links that died or came back"},
     {"switches.interrupts", "interrupts"},
     {"network.retransmissions", "data frames sent again"},
     {"network.sequence_naks", "NAKs"},
     {"network.timeouts", "timeouts"},
     {"switches.reroutes", "reroutes"},
     {"switches.pause_storms", "pause storms"}}};

}  // namespace

std::string FabricText(const telemetry::RunReport& report, const telemetry::Page& page) {
  std::string text;
  for (const Trouble& trouble : kTroubles) {
    const telemetry::Metric* metric = report.Find(trouble.metric);
    if (metric == nullptr) continue;
    const auto* count = std::get_if<int64_t>(&metric->value);
    if (count == nullptr || *count == 0) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "Ethernet fabric: " : ", ", trouble.what,
                        units::Grouped(*count));
  }
  return text.empty() ? text : telemetry::Paragraph(text, page.columns());
}

}  // namespace linkwright::report
