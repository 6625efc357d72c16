// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/scaleup_switch.h"

#include <stdexcept>
#include <string>

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::Interrupt;

namespace {

const Variant& Checked(const Variant& v) {
  namespace limits = spec::scaleup_switch;
  const auto require = [](const char* name, int value, int low, int high) {
    if (value >= low && value <= high) return;
    throw std::invalid_argument(std::string("scale-up switch: ") + name + " is " +
                                std::to_string(value) + ", expected " + std::to_string(low) +
                                " to " + std::to_string(high));
  };
  require("Ports", v.ports, limits::kPortsMin, limits::kPortsMax);
  require("VirtualChannels", v.virtual_channels, limits::kVirtualChannelsMin,
          limits::kVirtualChannelsMax);
  require("SlotsPerVc", v.slots_per_vc, limits::kSlotsPerVcMin, limits::kSlotsPerVcMax);
  require("MaxIterations", v.max_iterations, limits::kMaxIterationsMin, limits::kMaxIterationsMax);
  require("EgressPad", v.egress_pad, limits::kEgressPadMin, limits::kEgressPadMax);
  require("ReductionEntries", v.reduction_entries, limits::kReductionEntriesMin,
          limits::kReductionEntriesMax);
  require("ReduceLatency", v.reduce_latency, limits::kReduceLatencyMin, limits::kReduceLatencyMax);
  require("ResultSlots", v.result_slots, limits::kResultSlotsMin, limits::kResultSlotsMax);
  require("Groups", v.groups, limits::kGroupsMin, limits::kGroupsMax);
  return v;
}

}  // namespace

ScaleUpSwitch::ScaleUpSwitch(const Variant& variant)
    : state_(Checked(variant)),
      registers_(state_),
      ingress_(state_),
      allocation_(state_),
      transfer_(state_),
      egress_(variant.ports, variant.egress_pad),
      engine_(state_),
      link_wires_(variant.ports) {
  registers_.Reset();
}

void ScaleUpSwitch::Reset(interfaces::SwitchOutputs& outputs) {
  outputs = interfaces::SwitchOutputs(ports());
  outputs.idle = false;  // every port has its first credits to announce
  registers_.Reset();
  ingress_.Reset();
  allocation_.Reset();
  transfer_.Reset();
  egress_.Reset();
  engine_.Reset();
  state_.now = 0;
  state_.counters.Clear();
  state_.counters.events = 0;
  state_.unicast.Reset();
  state_.multicast.Reset();
  state_.receiver.Reset();
  state_.sender.Reset();
  state_.reductions.Reset(state_.flits);
  state_.packets.Reset();
  state_.flits.Reset();
  interrupt_ = false;
  link_wires_.assign(link_wires_.size(), 0);
}

// The order of the calls makes every stage see the state before the clock edge: a stage runs before
// those that write what it reads. Slots, entries and results that end in this tick are given back
// last, so that nobody reuses them in it.
void ScaleUpSwitch::Tick(const interfaces::SwitchInputs& inputs,
                         interfaces::SwitchOutputs& outputs) {
  registers_.Answer(inputs.bus, outputs.bus);
  interrupt_ = state_.control.InterruptLevel();
  state_.receiver.Emit(state_.control, outputs);
  if (state_.has_reduction) engine_.Step();
  transfer_.Step(egress_);
  allocation_.Step(transfer_);
  ingress_.Step();
  engine_.FreeResults(transfer_.FreeSlots());
  if (state_.has_reduction) engine_.Commit();
  ingress_.Capture(inputs);
  state_.receiver.CountRefresh(state_.control.credit_refresh);
  egress_.Drive(state_.flits, outputs);
  if (SampleLinks(inputs)) state_.counters.Raise(Interrupt::kLinkChanged);
  registers_.Commit();
  ++state_.now;
  outputs.interrupt = interrupt_;
  outputs.idle = !outputs.bus.valid && Idle();
}

bool ScaleUpSwitch::SampleLinks(const interfaces::SwitchInputs& inputs) {
  if (inputs.link_up == link_wires_) return false;
  link_wires_ = inputs.link_up;
  Control& control = state_.control;
  PortSet link;
  for (int port = 0; port < ports(); ++port) {
    if (inputs.link_up[port] != 0) link.Set(port);
  }
  if (link == control.link) return false;
  control.link = link;
  control.live = control.enabled & link;
  return true;
}

bool ScaleUpSwitch::Idle() const {
  return ingress_.Settled() && state_.packets.packets() == 0 && !transfer_.BusyInputs().Any() &&
         egress_.empty() && state_.receiver.Settled() && state_.reductions.empty() &&
         engine_.empty() && interrupt_ == state_.control.InterruptLevel();
}

std::unique_ptr<interfaces::ClockedSwitch> MakeScaleUpSwitch(const Variant& variant) {
  return std::make_unique<ScaleUpSwitch>(variant);
}

}  // namespace linkwright::scaleup_switch
