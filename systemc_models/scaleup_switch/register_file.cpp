// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/register_file.h"

#include <algorithm>

namespace linkwright::scaleup_switch {

namespace regs = spec::scaleup_switch::registers;
using spec::scaleup_switch::InjectKind;
using spec::scaleup_switch::Interrupt;

namespace {

constexpr std::uint32_t kPortBase = regs::PortControl(0);
constexpr std::uint32_t kRouteBase = regs::RouteWays(0);
constexpr std::uint32_t kRouteEnd = regs::RouteWays(kMaxAccelerators);
constexpr std::uint32_t kGroupBase = regs::GroupMask(0, 0);

constexpr std::uint32_t LowBits(int bits) { return (std::uint32_t{1} << bits) - 1; }

}  // namespace

void RegisterFile::Reset() {
  Control& control = state_.control;
  const int ports = control.ports;
  const int groups = static_cast<int>(control.group.size());
  control = Control(ports, state_.inputs, groups);
  control.iterations = static_cast<std::uint32_t>(state_.variant.max_iterations);
  control.credit_refresh = regs::kCreditRefreshReset;
  control.reduction_timeout = regs::kReductionTimeoutReset;
  control.hash_seed = regs::kHashSeedReset;
  writing_ = false;
}

void RegisterFile::Answer(const interfaces::RegisterRequest& request,
                          interfaces::RegisterResponse& response) {
  response = {};
  writing_ = false;
  if (!request.valid) return;
  response.valid = true;
  target_ = Find(request.address);
  const bool read_only = target_.kind == Kind::kConstant;
  if (target_.kind == Kind::kUnmapped || (request.write && read_only)) {
    response.error = true;
    state_.counters.Raise(Interrupt::kBusError);
    return;
  }
  response.data = request.write ? 0 : target_.value;
  writing_ = request.write;
  data_ = request.data;
}

void RegisterFile::Commit() {
  Control& control = state_.control;
  std::uint32_t cleared = 0;
  if (writing_) {
    if (target_.kind == Kind::kInterruptCause) {
      cleared = data_;
    } else {
      Write(target_, data_);
    }
    writing_ = false;
  }
  control.interrupt_cause = (control.interrupt_cause & ~cleared) | state_.counters.events;
  state_.counters.events = 0;
}

RegisterFile::Target RegisterFile::Find(std::uint32_t address) {
  if (address % 4 != 0) return {};
  if (address < kPortBase) return FindGlobal(address);
  if (address < kRouteBase) return FindPort(address - kPortBase);
  return FindTable(address);
}

RegisterFile::Target RegisterFile::FindGlobal(std::uint32_t address) {
  const Variant& v = state_.variant;
  const Control& control = state_.control;
  Counters& counters = state_.counters;
  const auto constant = [](auto value) {
    return Target{Kind::kConstant, static_cast<std::uint32_t>(value)};
  };
  const auto counter = [](std::uint32_t& value) { return Target{Kind::kCounter, value, &value}; };
  switch (address) {
    case regs::kIdentity:
      return constant(spec::scaleup_switch::kIdentityValue);
    case regs::kSpecVersion:
      return constant(spec::scaleup_switch::kSpecVersion);
    case regs::kSpecHash:
      return constant(spec::scaleup_switch::kSpecHash);
    case regs::kVariant:
      return constant(v.index);
    case regs::kPorts:
      return constant(v.ports);
    case regs::kVirtualChannels:
      return constant(v.virtual_channels);
    case regs::kSlotsPerVc:
      return constant(v.slots_per_vc);
    case regs::kAllocator:
      return constant(v.allocator);
    case regs::kMaxIterations:
      return constant(v.max_iterations);
    case regs::kQueueMode:
      return constant(v.queue_mode);
    case regs::kEgressPad:
      return constant(v.egress_pad);
    case regs::kReductionEntries:
      return constant(v.reduction_entries);
    case regs::kReduceLatency:
      return constant(v.reduce_latency);
    case regs::kResultSlots:
      return constant(v.result_slots);
    case regs::kGroups:
      return constant(v.groups);
    case regs::kClockPeriodPs:
      return constant(v.clock_period_ps);
    case regs::kIterations:
      return {Kind::kIterations, control.iterations};
    case regs::kCreditRefresh:
      return {Kind::kCreditRefresh, control.credit_refresh};
    case regs::kReductionTimeout:
      return {Kind::kReductionTimeout, control.reduction_timeout};
    case regs::kHashSeed:
      return {Kind::kHashSeed, control.hash_seed};
    case regs::kInterruptCause:
      return {Kind::kInterruptCause, control.interrupt_cause};
    case regs::kInterruptMask:
      return {Kind::kInterruptMask, control.interrupt_mask};
    case regs::kErrorInject:
      return {Kind::kErrorInject};
    case regs::kClearCounters:
      return {Kind::kClearCounters};
    case regs::kReductionsDone:
      return counter(counters.reductions_done);
    case regs::kReductionsTimedOut:
      return counter(counters.reductions_timed_out);
    case regs::kMulticastCopies:
      return counter(counters.multicast_copies);
    default:
      return {};
  }
}

RegisterFile::Target RegisterFile::FindPort(std::uint32_t offset) {
  const int port = static_cast<int>(offset / regs::kPortStride);
  if (port >= state_.variant.ports) return {};
  const std::uint32_t address = kPortBase + offset % regs::kPortStride;
  const auto vcs = static_cast<std::uint32_t>(state_.variant.virtual_channels);
  const auto counter = [](std::uint32_t& value) { return Target{Kind::kCounter, value, &value}; };
  PortCounters& counters = state_.counters.port[port];
  const Control& control = state_.control;
  switch (address) {
    case regs::PortControl(0):
      return {Kind::kPortControl, control.enabled.Has(port), nullptr, port};
    case regs::PortStatus(0):
      return {Kind::kConstant,
              std::uint32_t{control.link.Has(port)} | std::uint32_t{control.live.Has(port)} << 1};
    case regs::PortRxFlits(0):
      return counter(counters.rx_flits);
    case regs::PortTxFlits(0):
      return counter(counters.tx_flits);
    case regs::PortTxCreditWait(0):
      return counter(counters.tx_credit_wait);
    default:
      break;
  }
  // One word per element, from the address of the first.
  const auto element = [&](std::uint32_t first, std::uint32_t count,
                           std::uint32_t* values) -> Target {
    if (address < first || address >= first + 4 * count) return {};
    return counter(values[(address - first) / 4]);
  };
  for (const Target& target : {element(regs::PortRxPackets(0, 0), vcs, counters.rx_packets.data()),
                               element(regs::PortTxPackets(0, 0), vcs, counters.tx_packets.data()),
                               element(regs::PortWatermark(0, 0), vcs, counters.watermark.data()),
                               element(regs::PortDrops(0, 0), spec::scaleup_switch::kDropReasons,
                                       counters.drops.data())}) {
    if (target.kind != Kind::kUnmapped) return target;
  }
  return {};
}

RegisterFile::Target RegisterFile::FindTable(std::uint32_t address) {
  const Control& control = state_.control;
  if (address < kRouteEnd) {
    const int destination = static_cast<int>((address - kRouteBase) / regs::kRouteWaysStride);
    const Route& route = control.routes[destination];
    if (address == regs::RouteWays(destination))
      return {Kind::kRouteWays, route.next_hops, nullptr, destination};
    return {Kind::kRouteCount, route.count, nullptr, destination};
  }
  if (address < kGroupBase) return {};
  const std::uint32_t group = (address - kGroupBase) / regs::kGroupMaskStride;
  const int word = static_cast<int>((address - kGroupBase) % regs::kGroupMaskStride / 4);
  if (group >= control.group.size() || word >= kGroupMaskWords) return {};
  return {Kind::kGroupMask, control.group_words[group][word], nullptr, static_cast<int>(group),
          word};
}

void RegisterFile::Write(const Target& target, std::uint32_t data) {
  Control& control = state_.control;
  switch (target.kind) {
    case Kind::kIterations:
      control.iterations =
          std::clamp<std::uint32_t>(data & LowBits(regs::kIterationsBits), 1,
                                    static_cast<std::uint32_t>(state_.variant.max_iterations));
      break;
    case Kind::kCreditRefresh:
      control.credit_refresh = data & LowBits(regs::kCreditRefreshBits);
      state_.receiver.RestartRefresh();
      break;
    case Kind::kReductionTimeout:
      control.reduction_timeout = data;
      break;
    case Kind::kHashSeed:
      control.hash_seed = data & LowBits(regs::kHashSeedBits);
      break;
    case Kind::kInterruptMask:
      control.interrupt_mask = data & LowBits(regs::kInterruptMaskBits);
      break;
    case Kind::kErrorInject:
      Inject(data);
      break;
    case Kind::kClearCounters:
      state_.counters.Clear();
      break;
    case Kind::kCounter:
      if (*target.counter == target.value)
        *target.counter = data;  // an event in the same tick wins
      break;
    case Kind::kPortControl:
      control.enabled.Assign(target.index, (data & 1) != 0);
      control.live = control.enabled & control.link;
      break;
    case Kind::kRouteWays:
      control.routes[target.index].next_hops = data;
      break;
    case Kind::kRouteCount:
      control.routes[target.index].count = data & LowBits(regs::kRouteCountBits);
      break;
    case Kind::kGroupMask: {
      control.group_words[target.index][target.word] = data;
      PortSet members;
      for (int word = 0; word < kGroupMaskWords; ++word) {
        members.word[word / 2] |= std::uint64_t{control.group_words[target.index][word]}
                                  << (word % 2 * 32);
      }
      control.group[target.index] = members & control.all_ports;
      break;
    }
    default:
      break;
  }
}

void RegisterFile::Inject(std::uint32_t data) {
  const int port = static_cast<int>(data & 0xFF);
  if (port >= state_.variant.ports) return;
  switch (static_cast<InjectKind>(data >> 8 & 3)) {
    case InjectKind::kDropCredit:
      state_.control.drop_next_credit.Set(port);
      break;
    case InjectKind::kPoison:
      state_.control.poison_next_header.Set(port);
      break;
    default:
      break;
  }
}

}  // namespace linkwright::scaleup_switch
