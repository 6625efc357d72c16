// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/retry_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "foundation/telemetry/table.h"
#include "foundation/units/readable.h"

namespace linkwright::report {
namespace {

using units::Grouped;

constexpr std::string_view kPath = "network.retry.";
constexpr size_t kDirectionsShown = 8;

int64_t Count(const telemetry::RunReport& report, const std::string& name) {
  const telemetry::Metric* metric = report.Find(name);
  return metric == nullptr ? 0 : std::get<int64_t>(metric->value);
}

struct Direction {
  std::string name;  // empty: all together
  int64_t sent = 0, delivered = 0, damaged = 0, swallowed = 0, replays = 0, timeouts = 0, nacks = 0;

  int64_t in_vain() const { return sent - delivered; }
  double share_in_vain() const {
    return sent == 0 ? 0 : static_cast<double>(in_vain()) / static_cast<double>(sent);
  }
};

Direction Read(const telemetry::RunReport& report, const std::string& name) {
  const std::string path = std::string(kPath) + (name.empty() ? "" : name + ".");
  return {name,
          Count(report, path + "frames_sent"),
          Count(report, path + "frames_delivered"),
          Count(report, path + "frames_damaged"),
          Count(report, path + "frames_swallowed"),
          Count(report, path + "replays"),
          Count(report, path + "timeouts"),
          Count(report, path + "nacks_received")};
}

// network.retry.<direction>.replays
std::vector<Direction> Directions(const telemetry::RunReport& report) {
  constexpr std::string_view kLast = ".replays";
  std::vector<Direction> directions;
  for (const telemetry::Metric& metric : report.metrics()) {
    const std::string& name = metric.name;
    if (!name.starts_with(kPath) || !name.ends_with(kLast) ||
        name.size() <= kPath.size() + kLast.size())
      continue;
    directions.push_back(
        Read(report, name.substr(kPath.size(), name.size() - kPath.size() - kLast.size())));
  }
  std::stable_sort(
      directions.begin(), directions.end(),
      [](const Direction& a, const Direction& b) { return a.in_vain() > b.in_vain(); });
  return directions;
}

}  // namespace

std::string RetryText(const telemetry::RunReport& report, const telemetry::Page& page) {
  if (report.Find(std::string(kPath) + "goodput_lost") == nullptr)
    return {};  // credits alone send nothing again
  const Direction all = Read(report, "");
  std::string text = telemetry::Paragraph(
      fmt::format(
          "Links with retry: {} frames damaged, {} lost on links that were down; {} replays, {} of "
          "them by timer. {} of {} frames sent, all links together, were in vain ({:.3f} %).",
          Grouped(all.damaged), Grouped(all.swallowed), Grouped(all.replays), Grouped(all.timeouts),
          Grouped(all.in_vain()), Grouped(all.sent), 100 * all.share_in_vain()),
      page.columns());
  const std::vector<Direction> directions = Directions(report);
  if (directions.empty()) return text;
  using Align = telemetry::Table::Align;
  telemetry::Table table({{.title = "link and direction", .align = Align::kLeft},
                          {.title = "sent", .unit = "frames", .priority = 2},
                          {.title = "in vain", .unit = "frames", .priority = 1},
                          {.title = "damaged", .unit = "frames", .priority = 4},
                          {.title = "NACKs", .priority = 6},
                          {.title = "replays", .priority = 3},
                          {.title = "by timer", .priority = 5},
                          {.title = "in vain", .unit = "%"}});
  const size_t shown =
      page.details ? directions.size() : std::min(directions.size(), kDirectionsShown);
  for (size_t i = 0; i < shown; ++i) {
    const Direction& d = directions[i];
    table.AddRow({d.name, Grouped(d.sent), Grouped(d.in_vain()), Grouped(d.damaged),
                  Grouped(d.nacks), Grouped(d.replays), Grouped(d.timeouts),
                  fmt::format("{:.3f}", 100 * d.share_in_vain())});
  }
  text += table.ToText(page);
  if (shown < directions.size())
    text += fmt::format("(and {} more directions; --details or --json FILE: all)\n",
                        directions.size() - shown);
  return text;
}

}  // namespace linkwright::report
