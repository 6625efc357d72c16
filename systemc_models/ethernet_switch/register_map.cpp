// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/register_map.h"

#include <optional>

namespace linkwright::ethernet_switch {

namespace regs = spec::ethernet_switch::registers;
namespace es = spec::ethernet_switch;

namespace {

using Kind = RegisterKind;

constexpr std::uint32_t kPortBase = regs::PortControl(0);
constexpr std::uint32_t kPortEnd = regs::PortControl(es::kMaxPorts);

constexpr std::uint32_t LowBits(int bits) {
  return bits >= 32 ? 0xFFFFFFFFu : (std::uint32_t{1} << bits) - 1;
}

RegisterTarget Constant(std::uint32_t value) { return {Kind::kReadOnly, value}; }
RegisterTarget Constant(int value) { return Constant(static_cast<std::uint32_t>(value)); }
RegisterTarget Word(std::uint32_t& word, int bits, Kind kind = Kind::kPlain, int index = 0) {
  return {kind, word, &word, LowBits(bits), index};
}
RegisterTarget Counter(std::uint32_t& word) { return Word(word, 32, Kind::kCounter); }
RegisterTarget Watermark(std::uint32_t& word) { return Word(word, 32, Kind::kWatermark); }
RegisterTarget WriteOnly(Kind kind, int bits) { return {kind, 0, nullptr, LowBits(bits), 0}; }

// Number of the word at `address` in an array of `count` words from `first`.
std::optional<int> Element(std::uint32_t address, std::uint32_t first, std::size_t count) {
  if (address < first || address >= first + 4 * count) return std::nullopt;
  return static_cast<int>((address - first) / 4);
}

RegisterTarget FindConstant(const Variant& v, std::uint32_t address) {
  switch (address) {
    case regs::kIdentity:
      return Constant(es::kIdentityValue);
    case regs::kSpecVersion:
      return Constant(es::kSpecVersion);
    case regs::kSpecHash:
      return Constant(es::kSpecHash);
    case regs::kVariant:
      return Constant(v.index);
    case regs::kPorts:
      return Constant(v.ports);
    case regs::kCells:
      return Constant(v.cells);
    case regs::kCellBeats:
      return Constant(v.cell_beats);
    case regs::kLineBytes:
      return Constant(v.line_bytes);
    case regs::kEgressPad:
      return Constant(v.egress_pad);
    case regs::kGroups:
      return Constant(v.groups);
    case regs::kMacRows:
      return Constant(v.mac_rows);
    case regs::kHostRows:
      return Constant(v.host_rows);
    case regs::kLpmEntries:
      return Constant(v.lpm_entries);
    case regs::kFlowlets:
      return Constant(v.flowlets);
    case regs::kClockPeriodPs:
      return Constant(v.clock_period_ps);
    default:
      return {};
  }
}

struct Setting {
  std::uint32_t address;
  std::uint32_t RawControl::*word;
  int bits;
  Kind kind = Kind::kPlain;
};

constexpr Setting kSettings[] = {
    {regs::kCutThrough, &RawControl::cut_through, regs::kCutThroughBits},
    {regs::kMaxFrame, &RawControl::max_frame, regs::kMaxFrameBits, Kind::kScalar},
    {regs::kRouterMacLow, &RawControl::router_mac_low, regs::kRouterMacLowBits, Kind::kScalar},
    {regs::kRouterMacHigh, &RawControl::router_mac_high, regs::kRouterMacHighBits, Kind::kScalar},
    {regs::kHashSeed, &RawControl::hash_seed, regs::kHashSeedBits},
    {regs::kHashQueuePair, &RawControl::hash_queue_pair, regs::kHashQueuePairBits},
    {regs::kFlowletGap, &RawControl::flowlet_gap, regs::kFlowletGapBits},
    {regs::kAdaptiveShift, &RawControl::adaptive_shift, regs::kAdaptiveShiftBits},
    {regs::kRandomSeed, &RawControl::random_seed, regs::kRandomSeedBits, Kind::kRandomSeed},
    {regs::kEcnAtDequeue, &RawControl::ecn_at_dequeue, regs::kEcnAtDequeueBits},
    {regs::kTrimClasses, &RawControl::trim_classes, regs::kTrimClassesBits},
    {regs::kTrimBeats, &RawControl::trim_beats, regs::kTrimBeatsBits},
    {regs::kTrimDscp, &RawControl::trim_dscp, regs::kTrimDscpBits},
    {regs::kTrimClass, &RawControl::trim_class, regs::kTrimClassBits},
    {regs::kSharedCells, &RawControl::shared_cells, regs::kSharedCellsBits},
    {regs::kEgressSharedCells, &RawControl::egress_shared_cells, regs::kEgressSharedCellsBits},
    {regs::kLosslessSharedCells, &RawControl::lossless_shared_cells,
     regs::kLosslessSharedCellsBits},
    {regs::kPfcClasses, &RawControl::pfc_classes, regs::kPfcClassesBits},
    {regs::kPfcQuanta, &RawControl::pfc_quanta, regs::kPfcQuantaBits},
    {regs::kPfcRefresh, &RawControl::pfc_refresh, regs::kPfcRefreshBits},
    {regs::kWatchdogDetect, &RawControl::watchdog_detect, regs::kWatchdogDetectBits},
    {regs::kWatchdogRestore, &RawControl::watchdog_restore, regs::kWatchdogRestoreBits},
    {regs::kWatchdogAction, &RawControl::watchdog_action, regs::kWatchdogActionBits},
    {regs::kTelemetryUdpPort, &RawControl::telemetry_udp_port, regs::kTelemetryUdpPortBits},
    {regs::kTelemetryRate, &RawControl::telemetry_rate, regs::kTelemetryRateBits},
    {regs::kStrictClasses, &RawControl::strict_classes, regs::kStrictClassesBits},
};

RegisterTarget FindSetting(Control& control, std::uint32_t address) {
  for (const Setting& setting : kSettings) {
    if (setting.address == address) {
      return Word(control.*setting.word, setting.bits, setting.kind);
    }
  }
  return {};
}

RegisterTarget FindStatus(SwitchState& state, std::uint32_t address) {
  Control& c = state.control;
  switch (address) {
    case regs::kInterruptCause:
      return Word(c.interrupt_cause, regs::kInterruptCauseBits, Kind::kInterruptCause);
    case regs::kInterruptMask:
      return Word(c.interrupt_mask, regs::kInterruptMaskBits);
    case regs::kErrorInject:
      return WriteOnly(Kind::kErrorInject, regs::kErrorInjectBits);
    case regs::kClearCounters:
      return WriteOnly(Kind::kClearCounters, regs::kClearCountersBits);
    case regs::kCellsUsed:
      return Constant(state.mmu.used());
    case regs::kSharedUsed:
      return Constant(state.mmu.shared());
    case regs::kEgressSharedUsed:
      return Constant(state.mmu.egress_shared());
    case regs::kSharedWatermark:
      return Watermark(state.counters.shared_watermark);
    default:
      return {};
  }
}

RegisterTarget FindClassSetting(Control& c, std::uint32_t address) {
  struct Array {
    std::uint32_t first;
    PerClass& words;
    int bits;
  };
  const Array arrays[] = {
      {regs::PgReserved(0), c.pg_reserved, regs::kPgReservedBits},
      {regs::PgAlpha(0), c.pg_alpha, regs::kPgAlphaBits},
      {regs::PgXon(0), c.pg_xon, regs::kPgXonBits},
      {regs::PgXonOffset(0), c.pg_xon_offset, regs::kPgXonOffsetBits},
      {regs::QueueReserved(0), c.queue_reserved, regs::kQueueReservedBits},
      {regs::QueueAlpha(0), c.queue_alpha, regs::kQueueAlphaBits},
      {regs::QueueQuantum(0), c.queue_quantum, regs::kQueueQuantumBits},
      {regs::EcnKmin(0), c.ecn_kmin, regs::kEcnKminBits},
      {regs::EcnKmax(0), c.ecn_kmax, regs::kEcnKmaxBits},
      {regs::EcnPmax(0), c.ecn_pmax, regs::kEcnPmaxBits},
      {regs::PcpClass(0), c.pcp_class, regs::kPcpClassBits},
  };
  for (const Array& array : arrays) {
    if (const auto n = Element(address, array.first, kClasses)) {
      return Word(array.words[*n], array.bits);
    }
  }
  if (const auto n = Element(address, regs::DscpClass(0), c.dscp_class.size())) {
    return Word(c.dscp_class[*n], regs::kDscpClassBits);
  }
  return {};
}

RegisterTarget FindPortWord(SwitchState& state, int port, std::uint32_t address) {
  Control& c = state.control;
  RawControl::Port& settings = c.port[port];
  PortCounters& n = state.counters.port[port];
  switch (address) {
    case regs::PortControl(0):
      return Word(settings.control, regs::kPortControlBits, Kind::kPortControl, port);
    case regs::PortStatus(0):
      return Constant(std::uint32_t{c.link.Has(port)} | std::uint32_t{c.live.Has(port)} << 1);
    case regs::NextHopMacLow(0):
      return Word(settings.next_hop_low, regs::kNextHopMacLowBits);
    case regs::NextHopMacHigh(0):
      return Word(settings.next_hop_high, regs::kNextHopMacHighBits);
    case regs::PortPaused(0):
      return Constant(state.pfc.Paused(port));
    case regs::PortXoff(0):
      return Constant(state.pfc.Xoff(port));
    case regs::PortStorm(0):
      return Constant(state.watchdog.Storm(port));
    case regs::PortRxFrames(0):
      return Counter(n.rx_frames);
    case regs::PortRxBytes(0):
      return Counter(n.rx_bytes.low);
    case regs::PortTxFrames(0):
      return Counter(n.tx_frames);
    case regs::PortTxBytes(0):
      return Counter(n.tx_bytes.low);
    case regs::PortPoisoned(0):
      return Counter(n.poisoned);
    case regs::PortTrimmed(0):
      return Counter(n.trimmed);
    case regs::PortRxBytesHigh(0):
      return Counter(n.rx_bytes.high);
    case regs::PortTxBytesHigh(0):
      return Counter(n.tx_bytes.high);
    default:
      return {};
  }
}

RegisterTarget FindPortArray(SwitchState& state, int port, std::uint32_t address) {
  PortCounters& n = state.counters.port[port];
  if (const auto i = Element(address, regs::PortDrops(0, 0), n.drops.size())) {
    return Counter(n.drops[*i]);
  }
  if (const auto i = Element(address, regs::PgHeadroom(0, 0), kClasses)) {
    return Word(state.control.port[port].headroom[*i], regs::kPgHeadroomBits);
  }
  if (const auto i = Element(address, regs::QueueCells(0, 0), kClasses)) {
    return Constant(state.mmu.Depth(port, *i));
  }
  if (const auto i = Element(address, regs::PgCells(0, 0), kClasses)) {
    return Constant(state.mmu.GroupCells(port, *i));
  }
  struct Array {
    std::uint32_t first;
    PerClass& words;
    Kind kind;
  };
  const Array arrays[] = {
      {regs::PgDrops(0, 0), n.pg_drops, Kind::kCounter},
      {regs::QueueDrops(0, 0), n.queue_drops, Kind::kCounter},
      {regs::RxPfc(0, 0), n.rx_pfc, Kind::kCounter},
      {regs::TxPfc(0, 0), n.tx_pfc, Kind::kCounter},
      {regs::Storms(0, 0), n.storms, Kind::kCounter},
      {regs::QueueFrames(0, 0), n.queue_frames, Kind::kCounter},
      {regs::QueueBytes(0, 0), n.queue_bytes, Kind::kCounter},
      {regs::QueueMarked(0, 0), n.queue_marked, Kind::kCounter},
      {regs::QueueWatermark(0, 0), n.queue_watermark, Kind::kWatermark},
      {regs::PgWatermark(0, 0), n.pg_watermark, Kind::kWatermark},
      {regs::PgHeadroomWatermark(0, 0), n.pg_headroom_watermark, Kind::kWatermark},
  };
  for (const Array& array : arrays) {
    if (const auto i = Element(address, array.first, kClasses)) {
      return Word(array.words[*i], 32, array.kind);
    }
  }
  return {};
}

RegisterTarget FindRouting(Control& c, std::uint32_t address) {
  if (const auto n = Element(address, regs::GroupMode(0), c.group.size())) {
    return Word(c.group[*n].mode, regs::kGroupModeBits);
  }
  const auto prefix_words = c.prefix.size() * (regs::kLpmPrefixStride / 4);
  if (const auto n = Element(address, regs::LpmPrefix(0), prefix_words)) {
    RawControl::PrefixEntry& entry = c.prefix[static_cast<std::size_t>(*n) / 4];
    if (*n % 4 == 0) return Word(entry.prefix, regs::kLpmPrefixBits, Kind::kPrefix);
    if (*n % 4 == 1) return Word(entry.length, regs::kLpmLengthBits, Kind::kPrefix);
    if (*n % 4 == 2) return Word(entry.target, regs::kLpmTargetBits, Kind::kPrefix);
  }
  return {};
}

RegisterTarget FindTable(Control& c, std::uint32_t address) {
  if (const auto n =
          Element(address, regs::GroupMask(0, 0), c.group.size() * (regs::kGroupMaskStride / 4))) {
    const int group = *n / 16;
    const int word = *n % 16;
    if (word >= (c.ports + 31) / 32) return {};
    return Word(c.group[group].mask[word], 32, Kind::kGroupMask, group);
  }
  if (const auto n =
          Element(address, regs::MacKeyLow(0), c.mac.size() * (regs::kMacKeyLowStride / 4))) {
    RawControl::Mac& entry = c.mac[static_cast<std::size_t>(*n) / 4];
    if (*n % 4 == 0) return Word(entry.low, regs::kMacKeyLowBits);
    if (*n % 4 == 1) return Word(entry.high, regs::kMacKeyHighBits);
    if (*n % 4 == 2) return Word(entry.target, regs::kMacTargetBits);
    return {};
  }
  if (const auto n =
          Element(address, regs::HostKey(0), c.host.size() * (regs::kHostKeyStride / 4))) {
    RawControl::Host& entry = c.host[static_cast<std::size_t>(*n) / 2];
    if (*n % 2 == 0) return Word(entry.key, regs::kHostKeyBits);
    return Word(entry.target, regs::kHostTargetBits);
  }
  return {};
}

}  // namespace

RegisterTarget FindRegister(SwitchState& state, std::uint32_t address) {
  if (address % 4 != 0) return {};
  if (address >= kPortBase && address < kPortEnd) {
    const std::uint32_t port = (address - kPortBase) / regs::kPortStride;
    if (port >= static_cast<std::uint32_t>(state.variant.ports)) return {};
    const std::uint32_t of_port_0 = address - port * regs::kPortStride;
    const RegisterTarget word = FindPortWord(state, static_cast<int>(port), of_port_0);
    return word.kind != Kind::kUnmapped ? word
                                        : FindPortArray(state, static_cast<int>(port), of_port_0);
  }
  if (address >= kPortEnd) return FindTable(state.control, address);
  if (address < regs::kCutThrough) return FindConstant(state.variant, address);
  if (address < regs::kInterruptCause) return FindSetting(state.control, address);
  if (address < regs::PgReserved(0)) return FindStatus(state, address);
  if (address < regs::GroupMode(0)) return FindClassSetting(state.control, address);
  return FindRouting(state.control, address);
}

}  // namespace linkwright::ethernet_switch
