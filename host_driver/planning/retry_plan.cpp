// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/retry_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/units/cycles.h"
#include "foundation/units/text.h"
#include "host_driver/planning/link_names.h"
#include "systemc_models/plugins/link_library.h"

namespace linkwright::planning {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;
using scenario::Scenario;
using topology::LinkId;

constexpr int kLongestTimer = (1 << 20) - 1;    // cycles: the timer's register has 20 bits
constexpr int kLongestSpacing = (1 << 16) - 1;  // and the spacing's 16
constexpr int kLongestFrame = 144;              // beats

class RetryPlanner {
 public:
  RetryPlanner(const Scenario& scenario, const topology::Topology& topology,
               const RetryContext& context, const config::Document& document)
      : scenario_(scenario),
        retry_(*scenario.network.retry),
        topology_(topology),
        context_(context),
        period_(context.clock_period),
        document_(document),
        latency_(*std::max_element(context.latency_cycles.begin(), context.latency_cycles.end())) {}

  RetryPlan Make() {
    RefuseForeignSettings();
    retry::LinkRetryParameters& p = plan_.parameters;
    p.seed = scenario_.seed;
    p.rates = {retry_.frame_error_rate, retry_.control_loss_rate, retry_.bit_error_rate};
    p.window_frames = retry_.window_frames.value_or(0);
    if (retry_.replay_timer) {
      p.replay_timer_cycles = CyclesOf(*retry_.replay_timer, kLongestTimer, "replay_timer");
      RefuseShortTimer(p);
    }
    if (retry_.ack_spacing)
      p.ack_spacing_cycles = CyclesOf(*retry_.ack_spacing, kLongestSpacing, "ack_spacing");
    ChooseRtl();
    plan_.link_latency_cycles = latency_;
    plan_.settle_cycles =
        2LL * p.replay_timer_cycles + 8LL * (2 * latency_ + p.ack_spacing_cycles + kLongestFrame);
    return std::move(plan_);
  }

 private:
  SourceLocation At(const std::string& field) const {
    return document_.LocationOf("network.retry." + field);
  }

  void RefuseForeignSettings() const {
    if (scenario_.network.symmetry != scenario::Symmetry::kExploit || topology_.planes() == 1)
      return;
    throw UserError(
        document_.LocationOf("network.retry"),
        "planes with link errors are not alike, and symmetry: exploit simulates one of them for "
        "all; with network.retry it must be simulate_all (--symmetry simulate_all)");
  }

  int CyclesOf(units::Duration time, int longest, const std::string& field) const {
    const int64_t cycles = units::CyclesCovering(time, period_).count();
    if (cycles <= longest) return static_cast<int>(cycles);
    throw UserError(At(field),
                    fmt::format("{} of {} is {} cycles of {}; the port counts to {}", field,
                                units::Format(time), cycles, units::Format(period_), longest));
  }

  // An answer that is still on its way is no reason to send again.
  void RefuseShortTimer(const retry::LinkRetryParameters& p) const {
    if (p.replay_timer_cycles > 2 * latency_) return;
    throw UserError(
        At("replay_timer"),
        fmt::format("replay_timer of {} is {} cycles, but to the far end and back it takes {}",
                    units::Format(*retry_.replay_timer), p.replay_timer_cycles, 2 * latency_));
  }

  void ChooseRtl() {
    for (size_t i = 0; i < retry_.rtl_links.size(); ++i) {
      const std::string& name = retry_.rtl_links[i];
      const SourceLocation at = At(fmt::format("rtl_links.{}", i));
      if (name != "all") {
        AddRtl(LinkNamed(topology_, name, "rtl_links", at), at);
        continue;
      }
      for (size_t link = 0; link < topology_.links().size(); ++link)
        AddRtl(static_cast<LinkId>(link), at);
    }
  }

  void AddRtl(LinkId link, const SourceLocation& at) {
    const std::string missing = plugins::WhyNotLinkRtl(context_.sizes(plan_.parameters, link));
    if (!missing.empty()) {
      throw UserError(at, fmt::format("the ends of link '{}' cannot be RTL: {}",
                                      NameOf(topology_, link), missing));
    }
    plan_.rtl_paths.insert(PathOf(topology_, link));
  }

  const Scenario& scenario_;
  const scenario::RetryConfig& retry_;
  const topology::Topology& topology_;
  const RetryContext& context_;
  units::Duration period_;
  const config::Document& document_;
  int latency_;  // the longest
  RetryPlan plan_;
};

}  // namespace

link::LinkDeviceFactory RetryPlan::PortsOf(const std::string& path) const {
  if (!rtl_paths.contains(path)) return {};
  return [](const link::LinkSizes& sizes) { return plugins::MakeLinkRtl(sizes); };
}

std::vector<retry::LinkErrorChange> ErrorChanges(const Faults& faults, units::Duration period) {
  std::vector<retry::LinkErrorChange> made;
  for (const ErrorChange& change : faults.changes) {
    made.push_back({.cycle = units::CyclesCovering(change.at, period).count(),
                    .accelerator = change.accelerator,
                    .plane = change.plane,
                    .rates = {.frame_error_rate = change.frame_error_rate,
                              .control_loss_rate = change.control_loss_rate,
                              .bit_error_rate = change.bit_error_rate},
                    .link = change.link});
  }
  return made;
}

std::vector<retry::LinkOutage> Outages(const Faults& faults, units::Duration period) {
  std::vector<retry::LinkOutage> made;
  for (const LinkOutage& outage : faults.outages) {
    made.push_back({.from = units::CyclesCovering(outage.from, period).count(),
                    .to = outage.to ? units::CyclesCovering(*outage.to, period).count()
                                    : retry::LinkOutage::kForGood,
                    .accelerator = -1,
                    .plane = -1,
                    .link = outage.link});
  }
  return made;
}

RetryPlan MakeRetryPlan(const scenario::Scenario& scenario, const topology::Topology& topology,
                        const RetryContext& context, const config::Document& document) {
  return RetryPlanner(scenario, topology, context, document).Make();
}

}  // namespace linkwright::planning
