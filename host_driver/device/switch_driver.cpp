// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/switch_driver.h"

#include <fmt/format.h>

#include <array>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {
namespace reg = spec::scaleup_switch::registers;
using spec::scaleup_switch::Variant;

SwitchIdentity SwitchDriver::Enumerate() {
  SwitchIdentity id;
  id.identity = device_.Read(reg::kIdentity);
  if (id.identity != spec::scaleup_switch::kIdentityValue) return id;  // not ours: read no further
  id.spec_version = device_.Read(reg::kSpecVersion);
  id.spec_hash = device_.Read(reg::kSpecHash);
  id.variant = device_.Read(reg::kVariant);
  id.ports = device_.Read(reg::kPorts);
  id.virtual_channels = device_.Read(reg::kVirtualChannels);
  id.slots_per_vc = device_.Read(reg::kSlotsPerVc);
  id.allocator = device_.Read(reg::kAllocator);
  id.max_iterations = device_.Read(reg::kMaxIterations);
  id.queue_mode = device_.Read(reg::kQueueMode);
  id.egress_pad = device_.Read(reg::kEgressPad);
  id.reduction_entries = device_.Read(reg::kReductionEntries);
  id.reduce_latency = device_.Read(reg::kReduceLatency);
  id.result_slots = device_.Read(reg::kResultSlots);
  id.groups = device_.Read(reg::kGroups);
  return id;
}

void SwitchDriver::CheckIdentity(const Variant& expected) {
  const SwitchIdentity id = Enumerate();
  std::string differences;
  auto compare = [&](const char* what, uint32_t found, uint32_t wanted) {
    if (found == wanted) return;
    differences += fmt::format("{}{} is {:#x}, the scenario's variant '{}' says {:#x}",
                               differences.empty() ? "" : "; ", what, found, expected.name, wanted);
  };
  compare("identity", id.identity, spec::scaleup_switch::kIdentityValue);
  if (differences.empty()) {
    compare("spec version", id.spec_version, spec::scaleup_switch::kSpecVersion);
    compare("spec hash", id.spec_hash, spec::scaleup_switch::kSpecHash);
    compare("variant", id.variant, expected.index);
    compare("ports", id.ports, expected.ports);
    compare("virtual channels", id.virtual_channels, expected.virtual_channels);
    compare("slots per VC", id.slots_per_vc, expected.slots_per_vc);
    compare("allocator", id.allocator, static_cast<uint32_t>(expected.allocator));
    compare("max iterations", id.max_iterations, expected.max_iterations);
    compare("queue mode", id.queue_mode, static_cast<uint32_t>(expected.queue_mode));
    compare("egress pad", id.egress_pad, expected.egress_pad);
    compare("reduction entries", id.reduction_entries, expected.reduction_entries);
    compare("reduce latency", id.reduce_latency, expected.reduce_latency);
    compare("result slots", id.result_slots, expected.result_slots);
    compare("groups", id.groups, expected.groups);
  }
  if (!differences.empty()) {
    throw diagnostics::RunFailure(
        fmt::format("{}: the device is not what the scenario describes: {}", name(), differences));
  }
}

void SwitchDriver::EnablePort(int port, bool enabled) {
  device_.Write(reg::PortControl(port), enabled ? 1 : 0);
}

void SwitchDriver::ProgramRoute(int destination, std::span<const int> next_hops) {
  LINKWRIGHT_CHECK(next_hops.size() <= 4)
      << next_hops.size() << " next hops to accelerator " << destination;
  uint32_t word = 0;
  for (size_t w = 0; w < next_hops.size(); ++w)
    word |= static_cast<uint32_t>(next_hops[w]) << (8 * w);
  // Next hops before their count: a switch that forwards meanwhile never uses one that is not
  // written yet.
  device_.Write(reg::RouteWays(destination), word);
  device_.Write(reg::RouteCount(destination), static_cast<uint32_t>(next_hops.size()));
}

void SwitchDriver::ProgramGroup(int group, std::span<const int> ports, int switch_ports) {
  std::array<uint32_t, 5> words{};
  for (int port : ports) words.at(port / 32) |= 1u << (port % 32);
  for (int w = 0; w * 32 < switch_ports; ++w) device_.Write(reg::GroupMask(group, w), words.at(w));
}

void SwitchDriver::SetIterations(uint32_t iterations) {
  device_.Write(reg::kIterations, iterations);
}
void SwitchDriver::SetCreditRefresh(uint32_t ticks) { device_.Write(reg::kCreditRefresh, ticks); }
void SwitchDriver::SetReductionTimeout(uint32_t ticks) {
  device_.Write(reg::kReductionTimeout, ticks);
}
void SwitchDriver::SetInterruptMask(uint32_t mask) { device_.Write(reg::kInterruptMask, mask); }

PortCounters SwitchDriver::ReadPortCounters(int port, int virtual_channels) {
  PortCounters counters;
  for (int vc = 0; vc < virtual_channels; ++vc) {
    counters.rx_packets.push_back(device_.Read(reg::PortRxPackets(port, vc)));
    counters.tx_packets.push_back(device_.Read(reg::PortTxPackets(port, vc)));
    counters.watermark.push_back(device_.Read(reg::PortWatermark(port, vc)));
  }
  counters.rx_flits = device_.Read(reg::PortRxFlits(port));
  counters.tx_flits = device_.Read(reg::PortTxFlits(port));
  counters.tx_credit_wait = device_.Read(reg::PortTxCreditWait(port));
  for (int reason = 0; reason < spec::scaleup_switch::kDropReasons; ++reason) {
    counters.drops.push_back(
        device_.Read(reg::PortDrops(port, static_cast<spec::scaleup_switch::DropReason>(reason))));
  }
  return counters;
}

uint32_t SwitchDriver::ReadReductionsDone() { return device_.Read(reg::kReductionsDone); }
uint32_t SwitchDriver::ReadMulticastCopies() { return device_.Read(reg::kMulticastCopies); }

uint32_t SwitchDriver::TakeInterrupts() {
  const uint32_t cause = device_.Read(reg::kInterruptCause);
  if (cause != 0) device_.Write(reg::kInterruptCause, cause);
  return cause;
}

}  // namespace linkwright::device
