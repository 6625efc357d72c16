// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/retry_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "host_driver/report/text_table.h"

namespace linkwright::report {
namespace {

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

std::string RetryText(const telemetry::RunReport& report) {
  if (report.Find(std::string(kPath) + "goodput_lost") == nullptr)
    return {};  // credits alone send nothing again
  const Direction all = Read(report, "");
  std::string text = fmt::format(
      "Links with retry: {} frames damaged, {} lost on links that were down; {} replays, {} of "
      "them by timer.\n"
      "{} of {} frames sent, all links together, were in vain ({:.3f} %).\n",
      Grouped(all.damaged), Grouped(all.swallowed), Grouped(all.replays), Grouped(all.timeouts),
      Grouped(all.in_vain()), Grouped(all.sent), 100 * all.share_in_vain());
  const std::vector<Direction> directions = Directions(report);
  if (directions.empty()) return text;
  using Align = TextTable::Align;
  TextTable table({{"link and direction", "", Align::kLeft},
                   {"sent", "frames", Align::kRight},
                   {"in vain", "frames", Align::kRight},
                   {"damaged", "frames", Align::kRight},
                   {"NACKs", "", Align::kRight},
                   {"replays", "", Align::kRight},
                   {"by timer", "", Align::kRight},
                   {"in vain", "%", Align::kRight}});
  for (size_t i = 0; i < std::min(directions.size(), kDirectionsShown); ++i) {
    const Direction& d = directions[i];
    table.AddRow({d.name, Grouped(d.sent), Grouped(d.in_vain()), Grouped(d.damaged),
                  Grouped(d.nacks), Grouped(d.replays), Grouped(d.timeouts),
                  fmt::format("{:.3f}", 100 * d.share_in_vain())});
  }
  text += table.ToText();
  if (directions.size() > kDirectionsShown)
    text += fmt::format("(and {} more directions; --details or --json FILE: all)\n",
                        directions.size() - kDirectionsShown);
  return text;
}

}  // namespace linkwright::report
