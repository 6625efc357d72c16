// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/retry_plan.h"

#include <fmt/format.h>

#include "foundation/units/cycles.h"
#include "foundation/units/text.h"
#include "host_driver/planning/link_names.h"
#include "host_driver/planning/plan.h"
#include "systemc_models/plugins/link_library.h"

namespace linkwright::planning {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;
using topology::LinkId;

constexpr int kLongestTimer = (1 << 20) - 1;    // cycles: the timer's register has 20 bits
constexpr int kLongestSpacing = (1 << 16) - 1;  // and the spacing's 16
constexpr int kLongestFrame = 144;              // beats

class RetryPlanner {
 public:
  RetryPlanner(Plan& plan, const PortSizes& sizes, const config::Document& document)
      : plan_(plan), sizes_(sizes), document_(document) {}

  void Run() {
    RefuseAlikePlanes();
    if (retry_.replay_timer) {
      ExpectFits(*retry_.replay_timer, kLongestTimer, "replay_timer");
      RefuseShortTimer();
    }
    if (retry_.ack_spacing) ExpectFits(*retry_.ack_spacing, kLongestSpacing, "ack_spacing");
    ChooseRtl();
  }

 private:
  SourceLocation At(const std::string& field) const {
    return document_.LocationOf("network.retry." + field);
  }

  void RefuseAlikePlanes() const {
    if (plan_.scenario.network.symmetry != scenario::Symmetry::kExploit ||
        plan_.topology.planes() == 1)
      return;
    throw UserError(
        document_.LocationOf("network.retry"),
        "planes with link errors are not alike, and symmetry: exploit simulates one of them for "
        "all; with network.retry it must be simulate_all (--symmetry simulate_all)");
  }

  void ExpectFits(units::Duration time, int longest, const std::string& field) const {
    const int64_t cycles = units::CyclesCovering(time, period_).count();
    if (cycles <= longest) return;
    throw UserError(At(field),
                    fmt::format("{} of {} is {} cycles of {}; the port counts to {}", field,
                                units::Format(time), cycles, units::Format(period_), longest));
  }

  // An answer that is still on its way is no reason to send again.
  void RefuseShortTimer() const {
    const int64_t timer = units::CyclesCovering(*retry_.replay_timer, period_).count();
    const int64_t loop = 2LL * CyclesOf(plan_.hardware.longest_link(), period_);
    if (timer > loop) return;
    throw UserError(
        At("replay_timer"),
        fmt::format("replay_timer of {} is {} cycles, but to the far end and back it takes {}",
                    units::Format(*retry_.replay_timer), timer, loop));
  }

  void ChooseRtl() {
    const retry::LinkRetryParameters parameters = RetryParameters(plan_);
    for (size_t i = 0; i < retry_.rtl_links.size(); ++i) {
      const std::string& name = retry_.rtl_links[i];
      const SourceLocation at = At(fmt::format("rtl_links.{}", i));
      if (name != "all") {
        MarkRtl(LinkNamed(plan_.topology, name, "rtl_links", at), parameters, at);
        continue;
      }
      for (size_t link = 0; link < plan_.hardware.links.size(); ++link)
        MarkRtl(static_cast<LinkId>(link), parameters, at);
    }
  }

  void MarkRtl(LinkId id, const retry::LinkRetryParameters& parameters, const SourceLocation& at) {
    LinkHardware& link = plan_.hardware.links[static_cast<size_t>(id)];
    const std::string missing =
        plugins::WhyNotLinkRtl(sizes_(parameters, CyclesOf(link.latency, period_)));
    if (!missing.empty()) {
      const std::string why = fmt::format("the ends of link '{}' cannot be RTL: {}",
                                          NameOf(plan_.topology, id), missing);
      if (!plugins::HasLinkRtl()) throw RtlNotBuilt(at, why);
      throw UserError(at, why);
    }
    link.rtl_ends = true;
  }

  Plan& plan_;
  const PortSizes& sizes_;
  const config::Document& document_;
  const scenario::RetryConfig& retry_ = *plan_.scenario.network.retry;
  const units::Duration period_ = plan_.hardware.clock_period;
};

}  // namespace

void PlanRetry(Plan& plan, const PortSizes& sizes, const config::Document& document) {
  RetryPlanner(plan, sizes, document).Run();
}

retry::LinkRetryParameters RetryParameters(const Plan& plan) {
  const scenario::RetryConfig& retry = *plan.scenario.network.retry;
  const units::Duration period = plan.hardware.clock_period;
  const auto cycles = [period](units::Duration time) {
    return static_cast<int>(units::CyclesCovering(time, period).count());
  };
  retry::LinkRetryParameters p;
  p.seed = plan.scenario.seed;
  p.rates = {retry.frame_error_rate, retry.control_loss_rate, retry.bit_error_rate};
  p.changes = ErrorChanges(plan.faults, period);
  p.window_frames = retry.window_frames.value_or(0);
  if (retry.replay_timer) p.replay_timer_cycles = cycles(*retry.replay_timer);
  if (retry.ack_spacing) p.ack_spacing_cycles = cycles(*retry.ack_spacing);
  return p;
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

std::function<link::LinkDeviceFactory(int)> LinkPorts(const Plan& plan) {
  return [&plan](int link) -> link::LinkDeviceFactory {
    if (!plan.hardware.links[static_cast<size_t>(link)].rtl_ends) return {};
    return [](const link::LinkSizes& sizes) { return plugins::MakeLinkRtl(sizes); };
  };
}

units::Duration SettleTime(const Plan& plan) {
  const retry::LinkRetryParameters p = RetryParameters(plan);
  const units::Duration period = plan.hardware.clock_period;
  const int loop = 2 * CyclesOf(plan.hardware.longest_link(), period);
  return period *
         (2LL * p.replay_timer_cycles + 8LL * (loop + p.ack_spacing_cycles + kLongestFrame));
}

}  // namespace linkwright::planning
