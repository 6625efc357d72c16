// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/ethernet_switch.h"

#include <bit>
#include <stdexcept>
#include <string>

namespace linkwright::ethernet_switch {

namespace es = spec::ethernet_switch;

namespace {

[[noreturn]] void Refuse(const std::string& what) {
  throw std::invalid_argument("Ethernet switch: " + what);
}

const Variant& Checked(const Variant& v) {
  const auto require = [](const char* name, int value, int low, int high) {
    if (value >= low && value <= high) return;
    Refuse(std::string(name) + " is " + std::to_string(value) + ", expected " +
           std::to_string(low) + " to " + std::to_string(high));
  };
  const auto power_of_two = [](const char* name, int value) {
    if (std::has_single_bit(static_cast<unsigned>(value))) return;
    Refuse(std::string(name) + " is " + std::to_string(value) + ", expected a power of two");
  };
  require("Ports", v.ports, es::kPortsMin, es::kPortsMax);
  require("Cells", v.cells, es::kCellsMin, es::kCellsMax);
  require("CellBeats", v.cell_beats, es::kCellBeatsMin, es::kCellBeatsMax);
  require("LineBytes", v.line_bytes, es::kLineBytesMin, es::kLineBytesMax);
  require("EgressPad", v.egress_pad, es::kEgressPadMin, es::kEgressPadMax);
  require("Groups", v.groups, es::kGroupsMin, es::kGroupsMax);
  require("MacRows", v.mac_rows, es::kMacRowsMin, es::kMacRowsMax);
  require("MacEntries", v.mac_entries, es::kTableWays * v.mac_rows, es::kTableWays * v.mac_rows);
  require("HostRows", v.host_rows, es::kHostRowsMin, es::kHostRowsMax);
  require("HostEntries", v.host_entries, es::kTableWays * v.host_rows,
          es::kTableWays * v.host_rows);
  require("LpmEntries", v.lpm_entries, es::kLpmEntriesMin, es::kLpmEntriesMax);
  require("Flowlets", v.flowlets, es::kFlowletsMin, es::kFlowletsMax);
  power_of_two("MacRows", v.mac_rows);
  power_of_two("HostRows", v.host_rows);
  power_of_two("Flowlets", v.flowlets);
  const int beats = es::kMaxFrameBytes / es::kBeatBytes;
  const int frame_cells = (beats + v.cell_beats - 1) / v.cell_beats;
  require("Cells", v.cells, v.ports * frame_cells + 1, es::kCellsMax);
  return v;
}

}  // namespace

struct EthernetSwitch::Stages {
  explicit Stages(const Variant& variant)
      : state(variant),
        registers(state),
        forward(state),
        write(state),
        transmit(state),
        scheduler(state) {}

  SwitchState state;
  RegisterFile registers;
  Forward forward;
  Write write;
  Transmit transmit;
  Scheduler scheduler;
};

EthernetSwitch::EthernetSwitch(const Variant& variant)
    : variant_(Checked(variant)),
      stages_(std::make_unique<Stages>(variant)),
      link_wires_(variant.ports) {}

EthernetSwitch::~EthernetSwitch() = default;

void EthernetSwitch::Reset(interfaces::SwitchOutputs& outputs) {
  outputs = interfaces::SwitchOutputs(ports());
  outputs.occupancy.assign(static_cast<std::size_t>(ports()) * kClasses, 0);
  stages_ = std::make_unique<Stages>(variant_);
  interrupt_ = false;
  link_wires_.assign(link_wires_.size(), 0);
}

// The order of the calls makes every stage see the state before the clock edge: a stage runs before
// those that write what it reads, and what all of them read (cells, pauses, XOFF, storms,
// registers) changes in the commits at the end.
void EthernetSwitch::Tick(const interfaces::SwitchInputs& inputs,
                          interfaces::SwitchOutputs& outputs) {
  Stages& s = *stages_;
  SwitchState& state = s.state;
  s.registers.Answer(inputs.bus, outputs.bus);
  interrupt_ = state.control.InterruptLevel();
  const bool timed = state.pfc.Timed() || !state.watchdog.Settled();
  state.pfc.Scan(state.control, state.mmu, state.scan);
  state.watchdog.Scan(state.control, state.pfc, state.queues, state.scan);
  s.transmit.Step();
  s.scheduler.Step(s.transmit);
  s.write.Step(s.forward.forwarded());
  s.forward.Step();
  s.forward.Capture(inputs);
  state.egress.Drive(state.beats, outputs);
  state.mmu.Commit(state.counters, outputs.occupancy);
  state.pfc.Commit(state.tick);
  state.watchdog.Commit(state.counters);
  const bool link_changed = SampleWires(inputs);
  if (link_changed) state.counters.Raise(Interrupt::kLinkChanged);
  s.registers.Commit();
  state.now = inputs.time;
  if (timed) ++state.scan;
  ++state.tick;
  outputs.interrupt = interrupt_;
  outputs.idle = !outputs.bus.valid && !link_changed && Idle();
}

// link_q and hold_q. True if a link changed.
bool EthernetSwitch::SampleWires(const interfaces::SwitchInputs& inputs) {
  Control& control = stages_->state.control;
  if (inputs.backpressure != control.backpressure) control.backpressure = inputs.backpressure;
  if (inputs.link_up == link_wires_) return false;
  link_wires_ = inputs.link_up;
  PortSet link;
  for (int port = 0; port < ports(); ++port) {
    if (inputs.link_up[port] != 0) link.Set(port);
  }
  if (link == control.link) return false;
  PortSet up;
  PortSet down;
  for (int w = 0; w < control.words; ++w) {
    up.word[w] = link.word[w] & ~control.link.word[w];
    down.word[w] = control.link.word[w] & ~link.word[w];
  }
  stages_->state.pfc.LinksChanged(up, down);
  control.link = link;
  control.DeriveLive();
  return true;
}

bool EthernetSwitch::Idle() const {
  const Stages& s = *stages_;
  return s.forward.Settled() && s.state.mmu.used() == 0 && s.transmit.Settled() &&
         s.state.egress.empty() && s.state.pfc.Settled(s.state.control.live) &&
         s.state.watchdog.Settled() && interrupt_ == s.state.control.InterruptLevel();
}

std::size_t EthernetSwitch::resident_beats() const { return stages_->state.beats.in_use(); }

std::size_t EthernetSwitch::resident_frames() const { return stages_->state.frames.in_use(); }

BufferView EthernetSwitch::buffer() const { return stages_->state.mmu.View(); }

std::unique_ptr<interfaces::ClockedSwitch> MakeEthernetSwitch(const Variant& variant) {
  return std::make_unique<EthernetSwitch>(variant);
}

}  // namespace linkwright::ethernet_switch
