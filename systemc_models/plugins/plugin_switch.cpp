// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/plugins/plugin_switch.h"

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::plugins {
namespace {

using interfaces::CreditBeat;
using interfaces::FlitBeat;
using interfaces::PortBeat;

constexpr std::size_t kClasses = 8;

// The two descriptions of a beat, the C one and the C++ one, are one layout.
static_assert(std::is_standard_layout_v<PortBeat> && sizeof(bool) == 1);
static_assert(sizeof(PortBeat) == sizeof(linkwright_port_beat));
static_assert(alignof(PortBeat) == alignof(linkwright_port_beat));
static_assert(offsetof(FlitBeat, data) == offsetof(linkwright_port_beat, data));
static_assert(offsetof(FlitBeat, valid) == offsetof(linkwright_port_beat, valid));
static_assert(offsetof(FlitBeat, head) == offsetof(linkwright_port_beat, head));
static_assert(offsetof(FlitBeat, tail) == offsetof(linkwright_port_beat, tail));
static_assert(offsetof(FlitBeat, bytes) == offsetof(linkwright_port_beat, bytes));
static_assert(offsetof(FlitBeat, error) == offsetof(linkwright_port_beat, error));
constexpr std::size_t kCredit = offsetof(PortBeat, credit);
static_assert(kCredit + offsetof(CreditBeat, valid) ==
              offsetof(linkwright_port_beat, credit_valid));
static_assert(kCredit + offsetof(CreditBeat, vc) == offsetof(linkwright_port_beat, credit_vc));
static_assert(kCredit + offsetof(CreditBeat, limit) ==
              offsetof(linkwright_port_beat, credit_limit));

linkwright_switch_outputs Borrow(interfaces::SwitchOutputs& outputs) {
  linkwright_switch_outputs c = {};
  c.port = reinterpret_cast<linkwright_port_beat*>(outputs.port.data());
  c.occupancy = outputs.occupancy.empty() ? nullptr : outputs.occupancy.data();
  return c;
}

void TakeRest(const linkwright_switch_outputs& c, interfaces::SwitchOutputs& outputs) {
  outputs.bus.valid = c.bus_valid != 0;
  outputs.bus.error = c.bus_error != 0;
  outputs.bus.data = c.bus_rdata;
  outputs.interrupt = c.interrupt != 0;
  outputs.idle = c.idle != 0;
}

}  // namespace

PluginSwitch::PluginSwitch(const linkwright_switch_plugin_table& table, std::uint64_t seed)
    : table_(table),
      ports_(static_cast<int>(table.describe()->ports)),
      frames_(std::string_view(table.describe()->component) == kEthernetSwitch),
      can_trace_(table.describe()->can_trace != 0),
      model_(table.create(seed)) {
  if (model_ == nullptr) Fail();
}

PluginSwitch::~PluginSwitch() { table_.destroy(model_); }

void PluginSwitch::Reset(interfaces::SwitchOutputs& outputs) {
  if (frames_) outputs.occupancy.assign(static_cast<std::size_t>(ports_) * kClasses, 0);
  linkwright_switch_outputs c = Borrow(outputs);
  Call(table_.reset(model_, &c));
  TakeRest(c, outputs);
  if (frames_) return;
  for (PortBeat& beat : outputs.port) beat.flit.bytes = FlitBeat{}.bytes;  // flits are always full
}

void PluginSwitch::Tick(const interfaces::SwitchInputs& inputs,
                        interfaces::SwitchOutputs& outputs) {
  linkwright_switch_inputs in = {};
  in.port = reinterpret_cast<const linkwright_port_beat*>(inputs.port.data());
  in.link_up = inputs.link_up.data();
  in.backpressure = inputs.backpressure.data();
  in.time = inputs.time;
  in.bus_valid = inputs.bus.valid;
  in.bus_write = inputs.bus.write;
  in.bus_address = inputs.bus.address;
  in.bus_wdata = inputs.bus.data;
  linkwright_switch_outputs out = Borrow(outputs);
  Call(table_.tick(model_, &in, &out));
  TakeRest(out, outputs);
}

bool PluginSwitch::StartTrace(const std::string& path) {
  return can_trace_ && table_.start_trace(model_, path.c_str()) == 0;
}

void PluginSwitch::StopTrace() {
  if (can_trace_) table_.stop_trace(model_);
}

void PluginSwitch::Fail() const {
  const char* why = table_.last_error(model_);
  throw diagnostics::RunFailure(std::string("switch model '") + table_.describe()->name +
                                "': " + (why == nullptr || *why == '\0' ? "it failed" : why));
}

}  // namespace linkwright::plugins
