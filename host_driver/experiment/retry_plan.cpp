// SPDX-License-Identifier: Apache-2.0
#include "host_driver/experiment/retry_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/diagnostics/suggest.h"
#include "foundation/units/cycles.h"
#include "foundation/units/text.h"
#include "systemc_models/verilated/verilated_link.h"

namespace linkwright::experiment {
namespace {

using cycle::LinkErrorChange;
using diagnostics::SourceLocation;
using diagnostics::UserError;
using topology::LinkId;

constexpr int kLongestTimer = (1 << 20) - 1;    // cycles: the timer's register has 20 bits
constexpr int kLongestSpacing = (1 << 16) - 1;  // and the spacing's 16
constexpr int kLongestFrame = 144;              // beats

std::string EndName(const topology::Topology& topology, const topology::Attachment& end) {
  return fmt::format("{}:{}", topology.PathOf(end.node), end.port);
}

struct LinkName {
  std::string path, port, separator;  // no separator: all is path
};

LinkName SplitName(const std::string& name) {
  for (const std::string separator : {":", ".link"}) {
    const size_t at = name.rfind(separator);
    if (at != std::string::npos)
      return {name.substr(0, at), name.substr(at + separator.size()), separator};
  }
  return {name, "", ""};
}

class Planner {
 public:
  Planner(const Scenario& scenario, const topology::Topology& topology, const RetryContext& around,
          const config::Document& document)
      : scenario_(scenario),
        retry_(*scenario.network.retry),
        topology_(topology),
        around_(around),
        period_(around.clock_period),
        document_(document),
        latency_(*std::max_element(around.latency_cycles.begin(), around.latency_cycles.end())) {}

  RetryPlan Make() {
    RefuseForeignSettings();
    cycle::LinkRetryParameters& p = plan_.parameters;
    p.seed = scenario_.seed;
    p.rates = {retry_.frame_error_rate, retry_.control_loss_rate, retry_.bit_error_rate};
    p.window_frames = retry_.window_frames.value_or(0);
    if (retry_.replay_timer) {
      p.replay_timer_cycles = CyclesOf(*retry_.replay_timer, kLongestTimer, "replay_timer");
      RefuseShortTimer(p);
    }
    if (retry_.ack_spacing)
      p.ack_spacing_cycles = CyclesOf(*retry_.ack_spacing, kLongestSpacing, "ack_spacing");
    for (size_t i = 0; i < retry_.changes.size(); ++i) AddChange(i);
    for (size_t i = 0; i < retry_.down.size(); ++i) AddOutage(i);
    RefuseOverlaps();
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
    if (scenario_.network.fidelity == Fidelity::kFlow) {
      throw UserError(
          document_.LocationOf("network.retry"),
          "a flow network has no link ends that could send again; use fidelity cycle or rtl");
    }
    if (scenario_.network.symmetry != Symmetry::kExploit || topology_.planes() == 1) return;
    throw UserError(
        document_.LocationOf("network.symmetry"),
        "symmetry: exploit simulates one plane only, and planes with link errors are not alike; "
        "leave it out with network.retry");
  }

  int CyclesOf(units::Duration time, int longest, const std::string& field) const {
    const int64_t cycles = units::CyclesCovering(time, period_).count();
    if (cycles <= longest) return static_cast<int>(cycles);
    throw UserError(At(field),
                    fmt::format("{} of {} is {} cycles of {}; the port counts to {}", field,
                                units::Format(time), cycles, units::Format(period_), longest));
  }

  // An answer that is still on its way is no reason to send again.
  void RefuseShortTimer(const cycle::LinkRetryParameters& p) const {
    if (p.replay_timer_cycles > 2 * latency_) return;
    throw UserError(
        At("replay_timer"),
        fmt::format("replay_timer of {} is {} cycles, but to the far end and back it takes {}",
                    units::Format(*retry_.replay_timer), p.replay_timer_cycles, 2 * latency_));
  }

  void AddChange(size_t index) {
    const RetryChange& change = retry_.changes[index];
    const std::string field = fmt::format("changes.{}", index);
    if (index > 0 && change.at < retry_.changes[index - 1].at) {
      throw UserError(
          At(field + ".at"),
          fmt::format("changes stand in order of time, but {} comes after {}",
                      units::Format(change.at), units::Format(retry_.changes[index - 1].at)));
    }
    LinkErrorChange made;
    made.cycle = units::CyclesCovering(change.at, period_).count();
    made.rates.bit_error_rate = change.bit_error_rate.value_or(retry_.bit_error_rate);
    made.rates.frame_error_rate = change.frame_error_rate.value_or(retry_.frame_error_rate);
    made.rates.control_loss_rate = change.control_loss_rate.value_or(retry_.control_loss_rate);
    if (change.links.empty()) return AddByPlace(change, field, made);
    if (change.accelerator || change.plane) {
      throw UserError(At(field + ".links"),
                      "a change says either links or accelerator and plane, not both");
    }
    for (size_t i = 0; i < change.links.size(); ++i) {
      const LinkId link =
          LinkNamed(topology_, change.links[i], "links", At(fmt::format("{}.links.{}", field, i)));
      AddFor(link, made);
    }
  }

  void AddByPlace(const RetryChange& change, const std::string& field, LinkErrorChange made) {
    if (change.accelerator && *change.accelerator >= topology_.accelerators()) {
      throw UserError(At(field + ".accelerator"),
                      fmt::format("this pod has accelerators 0 to {}, found {}",
                                  topology_.accelerators() - 1, *change.accelerator));
    }
    if (change.plane && *change.plane >= topology_.planes()) {
      throw UserError(At(field + ".plane"), fmt::format("this pod has planes 0 to {}, found {}",
                                                        topology_.planes() - 1, *change.plane));
    }
    made.accelerator = change.accelerator.value_or(-1);
    made.plane = change.plane.value_or(-1);
    plan_.parameters.changes.push_back(made);
  }

  void AddFor(LinkId id, LinkErrorChange made) {
    made.link = id;
    plan_.parameters.changes.push_back(made);
  }

  void AddOutage(size_t index) {
    const LinkOutage& outage = retry_.down[index];
    cycle::LinkOutage made;
    made.link = LinkNamed(topology_, outage.link, "down", At(fmt::format("down.{}.link", index)));
    made.from = units::CyclesCovering(outage.at, period_).count();
    made.to =
        outage.lasts ? units::CyclesCovering(outage.at + *outage.lasts, period_).count() : kForGood;
    plan_.parameters.outages.push_back(made);
  }

  void RefuseOverlaps() const {
    const auto& outages = plan_.parameters.outages;
    for (size_t i = 0; i < outages.size(); ++i) {
      for (size_t before = 0; before < i; ++before) {
        if (outages[before].link != outages[i].link || outages[i].from > outages[before].to)
          continue;
        throw UserError(At(fmt::format("down.{}.at", i)),
                        fmt::format("'{}' goes down when it is not up: outages of a link stand in "
                                    "order of time and apart",
                                    NameOf(topology_, outages[i].link)));
      }
    }
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
    const std::string missing =
        verilated::WhyNotVerilatedLink(around_.sizes(plan_.parameters, link));
    if (!missing.empty()) {
      throw UserError(at, fmt::format("the ends of link '{}' cannot be RTL: {}",
                                      NameOf(topology_, link), missing));
    }
    plan_.rtl_paths.insert(PathOf(topology_, link));
  }

  const Scenario& scenario_;
  const RetryConfig& retry_;
  const topology::Topology& topology_;
  const RetryContext& around_;
  units::Duration period_;
  const config::Document& document_;
  int latency_;  // the longest
  RetryPlan plan_;
};

}  // namespace

link::LinkDeviceFactory RetryPlan::PortsOf(const std::string& path) const {
  if (!rtl_paths.contains(path)) return {};
  return [](const link::LinkSizes& sizes) { return verilated::MakeVerilatedLink(sizes); };
}

LinkId LinkNamed(const topology::Topology& topology, const std::string& name,
                 const std::string& what, const SourceLocation& at) {
  const auto [path, port_text, separator] = SplitName(name);
  std::vector<std::string> paths;
  for (size_t i = 0; i < topology.nodes().size(); ++i) {
    const topology::Node& node = topology.nodes()[i];
    paths.push_back(topology.PathOf(static_cast<topology::NodeId>(i)));
    if (separator.empty() || path != paths.back()) continue;
    int port = -1;
    const char* end = port_text.data() + port_text.size();
    const auto parsed = std::from_chars(port_text.data(), end, port);
    const bool good = parsed.ec == std::errc{} && parsed.ptr == end && port >= 0 &&
                      port < node.ports && port_text == std::to_string(port);
    const auto id = static_cast<topology::NodeId>(paths.size() - 1);
    const LinkId link = good ? topology.LinkAt({id, port}) : -1;
    if (link >= 0) return link;
    throw UserError(at, fmt::format("{}: '{}' has no link at port '{}'", what, path, port_text));
  }
  std::string near = diagnostics::Suggest(path, paths);
  if (!near.empty()) near += separator.empty() ? ":0" : separator + port_text;
  throw UserError(at,
                  fmt::format("{}: expected a node and a port, as '{}', found '{}'", what,
                              NameOf(topology, 0), name),
                  near);
}

std::string NameOf(const topology::Topology& topology, LinkId link) {
  return EndName(topology, topology.link(link).a);
}

std::string PathOf(const topology::Topology& topology, LinkId link) {
  const topology::Attachment& near = topology.link(link).a;
  const topology::Node& node = topology.node(near.node);
  if (node.kind != topology::NodeKind::kAccelerator) return NameOf(topology, link);
  return fmt::format("{}.link{}", topology.PathOf(near.node), near.port);
}

RetryPlan MakeRetryPlan(const Scenario& scenario, const topology::Topology& topology,
                        const RetryContext& around, const config::Document& document) {
  return Planner(scenario, topology, around, document).Make();
}

}  // namespace linkwright::experiment
