// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/faults.h"

#include <fmt/format.h>

#include <string>

#include "foundation/units/text.h"
#include "host_driver/planning/link_names.h"

namespace linkwright::planning {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;
using topology::LinkId;

class Resolver {
 public:
  Resolver(const scenario::Scenario& scenario, const topology::Topology& topology,
           const config::Document& document)
      : topology_(topology), document_(document) {
    if (scenario.network.retry) rates_ = *scenario.network.retry;
  }

  void Add(const scenario::LinkDown& down) {
    LinkOutage made;
    made.link = LinkNamed(topology_, down.link, "link_down", At("link"));
    made.from = down.at;
    if (down.lasts) made.to = down.at + *down.lasts;
    for (const LinkOutage& before : faults_.outages) {
      if (before.link != made.link || (before.to && made.from > *before.to)) continue;
      throw UserError(At("at"), fmt::format("'{}' goes down when it is not up: outages of a link "
                                            "stand in order of time and apart",
                                            NameOf(topology_, made.link)));
    }
    faults_.outages.push_back(made);
  }

  void Add(const scenario::LinkErrors& errors) {
    if (!faults_.changes.empty() && errors.at < faults_.changes.back().at) {
      throw UserError(
          At("at"),
          fmt::format("link_errors stand in order of time, but {} comes after {}",
                      units::Format(errors.at), units::Format(faults_.changes.back().at)));
    }
    ErrorChange made;
    made.at = errors.at;
    made.bit_error_rate = errors.bit_error_rate.value_or(rates_.bit_error_rate);
    made.frame_error_rate = errors.frame_error_rate.value_or(rates_.frame_error_rate);
    made.control_loss_rate = errors.control_loss_rate.value_or(rates_.control_loss_rate);
    if (errors.links.empty()) return AddByPlace(errors, made);
    if (errors.accelerator || errors.plane) {
      throw UserError(At("links"), "a fault says either links or accelerator and plane, not both");
    }
    for (size_t i = 0; i < errors.links.size(); ++i) {
      made.link = LinkNamed(topology_, errors.links[i], "links", At(fmt::format("links.{}", i)));
      faults_.changes.push_back(made);
    }
  }

  void Next() { ++index_; }
  Faults Take() { return std::move(faults_); }

 private:
  SourceLocation At(const std::string& field) const {
    return document_.LocationOf(fmt::format("faults.{}.{}", index_, field));
  }

  void AddByPlace(const scenario::LinkErrors& errors, ErrorChange made) {
    if (errors.accelerator && *errors.accelerator >= topology_.accelerators()) {
      throw UserError(At("accelerator"),
                      fmt::format("this pod has accelerators 0 to {}, found {}",
                                  topology_.accelerators() - 1, *errors.accelerator));
    }
    if (errors.plane && *errors.plane >= topology_.planes()) {
      throw UserError(At("plane"), fmt::format("this pod has planes 0 to {}, found {}",
                                               topology_.planes() - 1, *errors.plane));
    }
    made.accelerator = errors.accelerator.value_or(-1);
    made.plane = errors.plane.value_or(-1);
    faults_.changes.push_back(made);
  }

  const topology::Topology& topology_;
  const config::Document& document_;
  scenario::RetryConfig rates_;
  size_t index_ = 0;
  Faults faults_;
};

}  // namespace

Faults ResolveFaults(const scenario::Scenario& scenario, const topology::Topology& topology,
                     const config::Document& document) {
  Resolver resolver(scenario, topology, document);
  for (const scenario::Fault& fault : scenario.faults) {
    std::visit([&](const auto& one) { resolver.Add(one); }, fault);
    resolver.Next();
  }
  return resolver.Take();
}

std::vector<simulation::LinkFault> OutageScript(const Faults& faults) {
  std::vector<simulation::LinkFault> script;
  for (const LinkOutage& outage : faults.outages) {
    script.push_back({.at = outage.from, .link = outage.link, .up = false});
    if (outage.to) script.push_back({.at = *outage.to, .link = outage.link, .up = true});
  }
  return script;
}

SourceLocation FirstErrorChange(const scenario::Scenario& scenario,
                                const config::Document& document) {
  for (size_t i = 0; i < scenario.faults.size(); ++i) {
    if (std::holds_alternative<scenario::LinkErrors>(scenario.faults[i]))
      return document.LocationOf(fmt::format("faults.{}", i));
  }
  return document.LocationOf("faults");
}

}  // namespace linkwright::planning
