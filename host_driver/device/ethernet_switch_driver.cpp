// SPDX-License-Identifier: Apache-2.0
#include "host_driver/device/ethernet_switch_driver.h"

#include <fmt/format.h>

#include <algorithm>

#include "fabric/routing/ethernet_addresses.h"
#include "fabric/routing/frame_hash.h"
#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {

namespace es = spec::ethernet_switch;
namespace reg = spec::ethernet_switch::registers;

namespace {

constexpr uint32_t kTargetValid = 1u << 31;
constexpr uint32_t kTargetGroup = 1u << 15;
constexpr uint32_t kDynamicThresholdOfOne = 8;  // code n is 2^(n-8)
constexpr uint32_t kNoThreshold = 15;

}  // namespace

int HostsThatFit(const es::Variant& variant, int accelerators) {
  std::vector<int> used(static_cast<size_t>(variant.host_rows), 0);
  for (int a = 0; a < accelerators; ++a) {
    const int row = routing::HostRow(routing::AcceleratorAddress(a), variant.host_rows);
    if (used[static_cast<size_t>(row)]++ == es::kTableWays) return a;
  }
  return accelerators;
}

void EthernetSwitchDriver::CheckIdentity() {
  std::string differences;
  const auto compare = [&](const char* what, uint32_t found, int64_t wanted) {
    if (found == static_cast<uint32_t>(wanted)) return;
    differences += fmt::format("{}{} is {:#x}, the scenario's variant '{}' says {:#x}",
                               differences.empty() ? "" : "; ", what, found, variant_.name,
                               static_cast<uint32_t>(wanted));
  };
  compare("identity", device_.Read(reg::kIdentity), es::kIdentityValue);
  if (differences.empty()) {  // otherwise not ours: read no further
    compare("spec version", device_.Read(reg::kSpecVersion), es::kSpecVersion);
    compare("spec hash", device_.Read(reg::kSpecHash), es::kSpecHash);
    compare("variant", device_.Read(reg::kVariant), variant_.index);
    compare("ports", device_.Read(reg::kPorts), variant_.ports);
    compare("cells", device_.Read(reg::kCells), variant_.cells);
    compare("beats of a cell", device_.Read(reg::kCellBeats), variant_.cell_beats);
    compare("line bytes", device_.Read(reg::kLineBytes), variant_.line_bytes);
    compare("egress pad", device_.Read(reg::kEgressPad), variant_.egress_pad);
    compare("groups", device_.Read(reg::kGroups), variant_.groups);
    compare("host table rows", device_.Read(reg::kHostRows), variant_.host_rows);
    compare("clock period", device_.Read(reg::kClockPeriodPs), variant_.clock_period_ps);
  }
  if (!differences.empty()) {
    throw diagnostics::RunFailure(
        fmt::format("{}: the device is not what the scenario describes: {}", name(), differences));
  }
}

void EthernetSwitchDriver::SetRouterMac(uint64_t mac) {
  device_.Write(reg::kRouterMacLow, static_cast<uint32_t>(mac));
  device_.Write(reg::kRouterMacHigh, static_cast<uint32_t>(mac >> 32));
}
void EthernetSwitchDriver::SetNextHop(int port, uint64_t mac) {
  device_.Write(reg::NextHopMacLow(port), static_cast<uint32_t>(mac));
  device_.Write(reg::NextHopMacHigh(port), static_cast<uint32_t>(mac >> 32));
}
void EthernetSwitchDriver::EnablePort(int port, bool enabled) {
  device_.Write(reg::PortControl(port), enabled ? 1 : 0);
}

void EthernetSwitchDriver::AddHost(uint32_t address, int port) {
  AddEntry(address, kTargetValid | static_cast<uint32_t>(port));
}
void EthernetSwitchDriver::AddHostGroup(uint32_t address, int group) {
  LINKWRIGHT_CHECK(group >= 0 && group < variant_.groups) << name() << ": group " << group;
  AddEntry(address, kTargetValid | kTargetGroup | static_cast<uint32_t>(group));
}

void EthernetSwitchDriver::AddEntry(uint32_t address, uint32_t target) {
  ways_used_.resize(static_cast<size_t>(variant_.host_rows), 0);
  const int row = routing::HostRow(address, variant_.host_rows);
  int& used = ways_used_[static_cast<size_t>(row)];
  if (used == es::kTableWays) {
    throw diagnostics::RunFailure(
        fmt::format("{}: row {} of the host table has no way left for address {}.{}.{}.{}", name(),
                    row, address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255));
  }
  const int entry = row * es::kTableWays + used++;
  // Key before target: the target makes the entry valid.
  device_.Write(reg::HostKey(entry), address);
  device_.Write(reg::HostTarget(entry), target);
}

void EthernetSwitchDriver::SetGroup(int group, std::span<const int> ports) {
  std::vector<uint32_t> words(static_cast<size_t>((variant_.ports + 31) / 32), 0);
  for (const int port : ports) words.at(static_cast<size_t>(port / 32)) |= 1u << (port % 32);
  for (size_t w = 0; w < words.size(); ++w) {
    const std::pair key{group, static_cast<int>(w)};
    const auto known = masks_.find(key);
    if (known != masks_.end() && known->second == words[w]) continue;
    masks_[key] = words[w];
    device_.Write(reg::GroupMask(group, static_cast<int>(w)), words[w]);
  }
}

void EthernetSwitchDriver::SetGroupMode(int group, es::Balance mode) {
  device_.Write(reg::GroupMode(group), static_cast<uint32_t>(mode));
}
void EthernetSwitchDriver::SetDscpClass(int dscp, int traffic_class) {
  device_.Write(reg::DscpClass(dscp), static_cast<uint32_t>(traffic_class));
}

void EthernetSwitchDriver::SetBuffers(const BufferPlan& plan, uint8_t lossless, uint8_t classes) {
  const auto cells = [](int count) { return static_cast<uint32_t>(count); };
  device_.Write(reg::kSharedCells, cells(plan.shared_cells));
  device_.Write(reg::kEgressSharedCells, cells(plan.shared_cells));
  device_.Write(reg::kLosslessSharedCells, lossless == 0 ? 0 : cells(plan.lossless_shared_cells));
  for (int c = 0; c < es::kClasses; ++c) {
    const bool used = (classes >> c & 1) != 0;
    const int reserved = used ? plan.reserved_cells : 0;
    device_.Write(reg::PgReserved(c), cells(reserved));
    device_.Write(reg::QueueReserved(c), cells(reserved));
    device_.Write(reg::PgAlpha(c), kDynamicThresholdOfOne);
    device_.Write(reg::QueueAlpha(c), kDynamicThresholdOfOne);
    device_.Write(reg::PgXonOffset(c), cells(plan.xon_offset_cells));
    const bool paused = (lossless >> c & 1) != 0;
    for (int port = 0; port < variant_.ports; ++port) {
      device_.Write(reg::PgHeadroom(port, c),
                    cells(paused ? plan.headroom_cells[static_cast<size_t>(port)] : 0));
    }
  }
  device_.Write(reg::kPfcClasses, lossless);
}

void EthernetSwitchDriver::SetCreditBuffers() {
  const auto cells = static_cast<uint32_t>(variant_.cells);
  device_.Write(reg::kSharedCells, cells);
  device_.Write(reg::kEgressSharedCells, cells);
  device_.Write(reg::kLosslessSharedCells, 0);
  for (int c = 0; c < es::kClasses; ++c) {
    device_.Write(reg::PgReserved(c), 0);
    device_.Write(reg::QueueReserved(c), 0);
    device_.Write(reg::PgAlpha(c), kNoThreshold);
    device_.Write(reg::QueueAlpha(c), kNoThreshold);
    for (int port = 0; port < variant_.ports; ++port) device_.Write(reg::PgHeadroom(port, c), 0);
  }
  device_.Write(reg::kPfcClasses, 0);
}

void EthernetSwitchDriver::SetEcn(int traffic_class, const EcnCurve& curve) {
  device_.Write(reg::EcnKmin(traffic_class), static_cast<uint32_t>(curve.kmin));
  device_.Write(reg::EcnPmax(traffic_class),
                static_cast<uint32_t>(std::min(65535.0, curve.probability_at_kmax * 65536)));
  device_.Write(reg::EcnKmax(traffic_class), static_cast<uint32_t>(curve.kmax));
}
void EthernetSwitchDriver::SetStrict(uint8_t classes) {
  device_.Write(reg::kStrictClasses, classes);
}
void EthernetSwitchDriver::SetMaxFrame(int bytes) {
  device_.Write(reg::kMaxFrame, static_cast<uint32_t>(bytes));
}
void EthernetSwitchDriver::SetCutThrough(bool on) { device_.Write(reg::kCutThrough, on ? 1 : 0); }
void EthernetSwitchDriver::SetHash(uint32_t seed, bool with_queue_pair) {
  device_.Write(reg::kHashSeed, seed);
  device_.Write(reg::kHashQueuePair, with_queue_pair ? 1 : 0);
}
void EthernetSwitchDriver::SetFlowletGap(uint32_t ticks) { device_.Write(reg::kFlowletGap, ticks); }
void EthernetSwitchDriver::SetRandomSeed(uint32_t seed) { device_.Write(reg::kRandomSeed, seed); }

void EthernetSwitchDriver::SetInterruptMask(std::span<const es::Interrupt> causes) {
  uint32_t mask = 0;
  for (const es::Interrupt cause : causes) mask |= 1u << static_cast<int>(cause);
  device_.Write(reg::kInterruptMask, mask);
}

// The low word may wrap between two reads: it belongs to the high word that is the same on both
// sides of it.
uint64_t EthernetSwitchDriver::ReadWide(uint32_t low, uint32_t high) {
  uint32_t upper = device_.Read(high);
  for (;;) {
    const uint32_t lower = device_.Read(low);
    const uint32_t again = device_.Read(high);
    if (again == upper) return uint64_t{upper} << 32 | lower;
    upper = again;
  }
}

EthernetPortCounters EthernetSwitchDriver::ReadPortCounters(int port) {
  EthernetPortCounters counters;
  counters.rx_frames = device_.Read(reg::PortRxFrames(port));
  counters.tx_frames = device_.Read(reg::PortTxFrames(port));
  counters.rx_bytes = ReadWide(reg::PortRxBytes(port), reg::PortRxBytesHigh(port));
  counters.tx_bytes = ReadWide(reg::PortTxBytes(port), reg::PortTxBytesHigh(port));
  counters.poisoned = device_.Read(reg::PortPoisoned(port));
  for (int reason = 0; reason < es::kDropReasons; ++reason) {
    counters.drops.push_back(
        device_.Read(reg::PortDrops(port, static_cast<es::DropReason>(reason))));
  }
  for (int c = 0; c < es::kClasses; ++c) {
    const auto index = static_cast<size_t>(c);
    counters.rx_pfc[index] = device_.Read(reg::RxPfc(port, c));
    counters.tx_pfc[index] = device_.Read(reg::TxPfc(port, c));
    counters.pg_drops[index] = device_.Read(reg::PgDrops(port, c));
    counters.queue_drops[index] = device_.Read(reg::QueueDrops(port, c));
    counters.marked[index] = device_.Read(reg::QueueMarked(port, c));
    counters.headroom_watermark[index] = device_.Read(reg::PgHeadroomWatermark(port, c));
    counters.queue_watermark[index] = device_.Read(reg::QueueWatermark(port, c));
  }
  return counters;
}

uint32_t EthernetSwitchDriver::TakeInterrupts() {
  const uint32_t causes = device_.Read(reg::kInterruptCause);
  if (causes != 0) {
    device_.Write(reg::kInterruptCause, causes);
    device_.Flush();
  }
  return causes;
}

bool EthernetSwitchDriver::LinkUp(int port) {
  return (device_.Read(reg::PortStatus(port)) & 1) != 0;
}

}  // namespace linkwright::device
