// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/control.h"

#include <algorithm>

namespace linkwright::ethernet_switch {

namespace regs = spec::ethernet_switch::registers;
namespace es = spec::ethernet_switch;

RawControl::RawControl(const Variant& v)
    : cut_through(regs::kCutThroughReset),
      max_frame(regs::kMaxFrameReset),
      router_mac_low(regs::kRouterMacLowReset),
      router_mac_high(regs::kRouterMacHighReset),
      hash_seed(regs::kHashSeedReset),
      hash_queue_pair(regs::kHashQueuePairReset),
      flowlet_gap(regs::kFlowletGapReset),
      adaptive_shift(regs::kAdaptiveShiftReset),
      random_seed(regs::kRandomSeedReset),
      ecn_at_dequeue(regs::kEcnAtDequeueReset),
      trim_classes(regs::kTrimClassesReset),
      trim_beats(regs::kTrimBeatsReset),
      trim_dscp(regs::kTrimDscpReset),
      trim_class(regs::kTrimClassReset),
      shared_cells(regs::kSharedCellsReset),
      egress_shared_cells(regs::kEgressSharedCellsReset),
      lossless_shared_cells(regs::kLosslessSharedCellsReset),
      pfc_classes(regs::kPfcClassesReset),
      pfc_quanta(regs::kPfcQuantaReset),
      pfc_refresh(regs::kPfcRefreshReset),
      watchdog_detect(regs::kWatchdogDetectReset),
      watchdog_restore(regs::kWatchdogRestoreReset),
      watchdog_action(regs::kWatchdogActionReset),
      telemetry_udp_port(regs::kTelemetryUdpPortReset),
      telemetry_rate(regs::kTelemetryRateReset),
      strict_classes(regs::kStrictClassesReset),
      port(v.ports),
      group(v.groups),
      prefix(v.lpm_entries),
      mac(v.mac_entries),
      host(v.host_entries) {
  pg_reserved.fill(regs::kPgReservedReset);
  pg_alpha.fill(regs::kPgAlphaReset);
  pg_xon.fill(regs::kPgXonReset);
  pg_xon_offset.fill(regs::kPgXonOffsetReset);
  queue_reserved.fill(regs::kQueueReservedReset);
  queue_alpha.fill(regs::kQueueAlphaReset);
  queue_quantum.fill(regs::kQueueQuantumReset);
  ecn_kmin.fill(regs::kEcnKminReset);
  ecn_kmax.fill(regs::kEcnKmaxReset);
  ecn_pmax.fill(regs::kEcnPmaxReset);
  pcp_class.fill(regs::kPcpClassReset);
  dscp_class.fill(regs::kDscpClassReset);
}

Control::Control(const Variant& v)
    : RawControl(v),
      ports(v.ports),
      words(WordsFor(v.ports)),
      backpressure(v.ports),
      members(v.groups) {
  for (int p = 0; p < ports; ++p) all_ports.Set(p);
  prefixes.reserve(prefix.size());
  DeriveScalars();
}

void Control::DeriveScalars() {
  frame_limit = std::clamp<std::uint32_t>(max_frame, es::kMinFrameBytes, es::kMaxFrameBytes);
  router_mac = std::uint64_t{router_mac_high} << 32 | router_mac_low;
}

void Control::DeriveGroup(int number) {
  PortSet set;
  for (int word = 0; word < regs::kGroupMaskWords; ++word) {
    set.word[word / 2] |= std::uint64_t{group[number].mask[word]} << (word % 2 * 32);
  }
  members[number] = Intersection(set, all_ports, words);
}

// Longest first, equal ones in the order of their entries.
void Control::DerivePrefixes() {
  prefixes.clear();
  for (int length = 32; length >= 0; --length) {
    const std::uint32_t mask = length == 0 ? 0 : ~std::uint32_t{0} << (32 - length);
    for (const RawControl::PrefixEntry& entry : prefix) {
      const bool valid = (entry.target >> 31) != 0;
      const auto entry_length = static_cast<int>(std::min<std::uint32_t>(entry.length, 32));
      if (valid && entry_length == length) {
        prefixes.push_back({entry.prefix & mask, mask, entry.target});
      }
    }
  }
}

}  // namespace linkwright::ethernet_switch
