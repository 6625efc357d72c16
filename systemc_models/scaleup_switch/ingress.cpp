// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/ingress.h"

#include <algorithm>
#include <array>

#include "systemc_models/scaleup_switch/route_hash.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::KindOf;
using spec::scaleup_switch::Operation;
using spec::scaleup_switch::OperationKind;

namespace {

constexpr unsigned kDataTypes = spec::scaleup_switch::kDataTypes;

// What ingress asks about an operation code, looked up once per header.
struct Traits {
  bool accepted = false;  // known, and an accelerator may send it
  bool data = false;
  bool response = false;
  bool may_be_empty = false;
  OperationKind kind{};
};

constexpr std::array<Traits, 1 << spec::scaleup_switch::kOpBits> kTraits = [] {
  std::array<Traits, 1 << spec::scaleup_switch::kOpBits> table{};
  for (unsigned code = 0; code < table.size(); ++code) {
    const auto operation = static_cast<Operation>(code);
    table[code] = {FromAccelerator(operation), HasData(operation), IsResponse(operation),
                   operation == Operation::kWriteResponse || operation == Operation::kErrorResponse,
                   KindOf(operation)};
  }
  return table;
}();

constexpr const Traits& TraitsOf(Operation operation) {
  return kTraits[static_cast<unsigned>(operation)];
}

int DataFlits(const spec::scaleup_switch::Header& header) {
  return TraitsOf(header.op).data ? (header.bytes + 63) / 64 : 0;
}

}  // namespace

Ingress::Ingress(SwitchState& state) : state_(state), port_(state.variant.ports) {}

void Ingress::Reset() {
  port_.assign(port_.size(), PortState{});
  valid_ = receiving_ = {};
}

void Ingress::Capture(const interfaces::SwitchInputs& inputs) {
  const int ports = state_.variant.ports;
  for (int first = 0; first < ports; first += 64) {
    std::uint64_t valid = 0;
    const int end = std::min(first + 64, ports);
    for (int port = first; port < end; ++port) {
      const interfaces::PortBeat& wires = inputs.port[port];
      if (wires.credit.valid) state_.sender.Update(port, wires.credit);
      if (!wires.flit.valid) continue;
      PortState& state = port_[port];
      state.flit = state_.flits.Take();
      state_.flits[state.flit] = wires.flit.data;
      state.head = wires.flit.head;
      state.tail = wires.flit.tail;
      valid |= std::uint64_t{1} << (port - first);
    }
    valid_.word[first / 64] = valid;
  }
}

std::optional<spec::scaleup_switch::DropReason> Ingress::JudgeRoute(const Header& header) {
  const Route route = state_.control.routes[header.dst];
  if (route.count == 0) return DropReason::kNoRoute;
  if (route.count == 1) {
    output_ = static_cast<int>(route.next_hops & 0xFF);
    const bool live = output_ < state_.variant.ports && state_.control.live.Has(output_);
    return live ? std::nullopt : std::optional(DropReason::kLinkDown);
  }
  const auto count = std::min<std::uint32_t>(route.count, kRoutingWays);
  int live[kRoutingWays];
  unsigned live_count = 0;
  for (std::uint32_t hop = 0; hop < count; ++hop) {
    const int port = static_cast<int>(route.next_hops >> (8 * hop) & 0xFF);
    if (port < state_.variant.ports && state_.control.live.Has(port)) live[live_count++] = port;
  }
  if (live_count == 0) return DropReason::kLinkDown;
  unsigned choice = 0;
  if (live_count > 1) {
    const std::uint16_t hash = RouteHash(static_cast<std::uint16_t>(state_.control.hash_seed),
                                         header.src, header.dst, header.address);
    choice = hash * live_count >> 16;
  }
  output_ = live[choice];
  return std::nullopt;
}

std::optional<spec::scaleup_switch::DropReason> Ingress::Judge(int port, const Header& header) {
  if (!state_.control.enabled.Has(port)) return DropReason::kPortDisabled;
  const Traits& traits = TraitsOf(header.op);
  const OperationKind kind = traits.kind;
  const bool reduce = kind == OperationKind::kReduce;
  if (!traits.accepted || (reduce && static_cast<unsigned>(header.dtype) >= kDataTypes) ||
      (kind != OperationKind::kUnicast && !state_.has_reduction)) {
    return DropReason::kBadOperation;
  }
  const int vcs = state_.variant.virtual_channels;
  if (header.vc >= vcs || (header.vc & 1) != (traits.response ? 1 : 0) ||
      (reduce && (header.vc | 1) >= vcs)) {
    return DropReason::kBadVc;
  }
  if (header.bytes > spec::scaleup_switch::kMaxPayloadBytes ||
      (header.bytes == 0 && !traits.may_be_empty)) {
    return DropReason::kBadLength;
  }
  if (kind == OperationKind::kOperand) {
    if (state_.reductions.Awaits(port, header.tag, header.bytes, state_.now, entry_))
      return std::nullopt;
    return DropReason::kStaleResponse;
  }
  if (state_.packets.Full(port, header.vc)) return DropReason::kCreditOverflow;
  return kind == OperationKind::kUnicast ? JudgeRoute(header) : JudgeGroup(header.group, reduce);
}

std::optional<spec::scaleup_switch::DropReason> Ingress::JudgeGroup(int number, bool reduce) {
  if (number >= state_.variant.groups) return DropReason::kBadGroup;
  const PortSet& group = state_.control.group[number];
  if (!group.Any()) return DropReason::kBadGroup;
  const PortSet live = group & state_.control.live;
  if (reduce) {
    members_ = group;
    if (live != group) return DropReason::kLinkDown;
  } else {
    members_ = live;
    if (!live.Any()) return DropReason::kLinkDown;
  }
  return std::nullopt;
}

void Ingress::Drop(int port, PortState& state, int vc, DropReason reason) {
  state_.counters.Drop(port, reason);
  state.mode = Mode::kDiscard;
  if (vc < state_.variant.virtual_channels) state_.receiver.Free(port, vc);
  state_.flits.Release(state.flit);
}

void Ingress::Sink(int port, PortState& state, int vc, bool poison) {
  state.mode = Mode::kSink;
  state.entry = entry_;
  ReductionEntry& entry = state_.reductions[entry_];
  state.generation = entry.generation;
  if (poison) entry.poison = true;
  state_.receiver.Free(port, vc);
  state_.flits.Release(state.flit);
}

void Ingress::Store(int port, PortState& state, const Header& header) {
  state.mode = Mode::kStore;
  state.packet = state_.packets.Take();
  Packet& packet = state_.packets[state.packet];
  packet.flit[0] = state.flit;
  packet.total = static_cast<std::uint8_t>(1 + state.left);
  packet.written = 1;
  packet.vc = header.vc;
  packet.input = static_cast<std::uint8_t>(port);
  if (state_.control.poison_next_header.Has(port)) {
    state_.control.poison_next_header.Clear(port);
    Header poisoned{};
    poisoned.poison = true;
    state_.flits[state.flit][1] |= spec::scaleup_switch::Pack(poisoned)[1];
  }
  std::uint32_t& watermark = state_.counters.port[port].watermark[header.vc];
  watermark =
      std::max(watermark, static_cast<std::uint32_t>(state_.packets.InUse(port, header.vc) + 1));
  state_.packets.OccupySlot(port, header.vc);
  const OperationKind kind = TraitsOf(header.op).kind;
  if (kind == OperationKind::kUnicast) {
    packet.kind = PacketKind::kUnicast;
    packet.output = static_cast<std::uint8_t>(output_);
    state_.unicast.Push(state_.packets, state.packet);
    return;
  }
  packet.kind = kind == OperationKind::kReduce ? PacketKind::kReduce : PacketKind::kMulticast;
  state_.packets.Group(state.packet) = {members_, 0, 0};
  state_.multicast.Push(state_.packets, state.packet);
}

void Ingress::TakeData(int port, PortState& state) {
  const bool last = state.left == 1;
  if (state.head || state.tail != last) state_.counters.Drop(port, DropReason::kFraming);
  switch (state.mode) {
    case Mode::kStore: {
      Packet& packet = state_.packets[state.packet];
      packet.flit[packet.written++] = state.flit;
      break;
    }
    case Mode::kSink:
      state_.reductions.AddOperand(state.entry, state.generation, port, state.data, state.flit,
                                   last, state_.flits);
      break;
    case Mode::kDiscard:
      state_.flits.Release(state.flit);
      break;
  }
  ++state.data;
  if (--state.left == 0) receiving_.Clear(port);
}

void Ingress::TakeHeader(int port, PortState& state) {
  const Header header = spec::scaleup_switch::Unpack(state_.flits[state.flit]);
  state.left = static_cast<std::uint8_t>(DataFlits(header));
  state.data = 0;
  if (state.left > 0) receiving_.Set(port);
  if (state.tail != (state.left == 0)) state_.counters.Drop(port, DropReason::kFraming);
  if (const std::optional<DropReason> reason = Judge(port, header)) {
    Drop(port, state, header.vc, *reason);
    return;
  }
  ++state_.counters.port[port].rx_packets[header.vc];
  if (header.op == Operation::kMemberResponse) {
    Sink(port, state, header.vc, header.poison);
  } else {
    Store(port, state, header);
  }
}

void Ingress::Step() {
  ForEach(valid_, [&](int port) {
    PortState& state = port_[port];
    ++state_.counters.port[port].rx_flits;
    if (state.left > 0) {
      TakeData(port, state);
    } else if (state.head) {
      TakeHeader(port, state);
    } else {
      state_.counters.Drop(port, DropReason::kFraming);
      state_.flits.Release(state.flit);
    }
  });
}

}  // namespace linkwright::scaleup_switch
