// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/allocation.h"

#include <algorithm>
#include <utility>

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::Allocator;
using spec::scaleup_switch::Header;
using spec::scaleup_switch::Operation;

namespace {

// Responses first, so that they drain whatever the requests do.
constexpr int kVcPreference[] = {1, 3, 0, 2};

}  // namespace

Allocation::Allocation(SwitchState& state)
    : state_(state),
      port_words_(WordsFor(state.variant.ports)),
      words_(port_words_),
      islip_(state.inputs, state.variant.ports),
      wavefront_(state.inputs),
      arbiter_(state.variant.ports),
      turns_(state),
      prefer_group_(state.control.all_ports),
      multicast_(state.variant.ports),
      grants_(state.variant.ports) {
  int rank = 0;
  for (const int vc : kVcPreference) {
    if (vc < state.variant.virtual_channels) preference_[rank++] = static_cast<std::uint8_t>(vc);
  }
}

void Allocation::Reset() {
  islip_.Reset();
  wavefront_.Reset();
  arbiter_.Reset();
  turns_.Reset();
  prefer_group_ = state_.control.all_ports;
  owes_unicast_ = {};
}

void Allocation::Step(Transfer& transfer) {
  if (state_.unicast.empty() && !state_.multicast.Waiting().Any()) return;
  const int words = std::max(port_words_, state_.unicast.words());
  if (words < words_) unicast_.inputs = {};  // words that are not looked at stay empty
  words_ = words;
  switch (words) {
    case 1:
      return StepWords<1>(transfer);
    case 2:
      return StepWords<2>(transfer);
    default:
      return StepWords<3>(transfer);
  }
}

template <int kWords>
void Allocation::StepWords(Transfer& transfer) {
  const PortSet free_inputs = Without(state_.control.all_inputs, transfer.BusyInputs());
  const PortSet free_outputs = Without(state_.control.all_ports, transfer.BusyOutputs());
  const PortSet dead = Without(state_.control.all_ports, state_.control.live);
  for (int vc = 0; vc < state_.variant.virtual_channels; ++vc) {
    credit_[vc] = state_.sender.Available(vc) | dead;
  }
  turns_.Begin(free_inputs, free_outputs, credit_);
  CollectUnicast<kWords>(free_inputs, free_outputs);
  if (turns_.AnyHeld()) HoldUnicast();
  if (state_.multicast.Waiting().Any()) {
    MatchBoth<kWords>(transfer, free_inputs, free_outputs);
  } else {
    MatchUnicast<kWords>(transfer);
  }
  turns_.End(transfer.BusyOutputs() & free_outputs);
}

// Group packets where it is their turn, then unicast, then group packets where something is left.
template <int kWords>
void Allocation::MatchBoth(Transfer& transfer, const PortSet& free_inputs,
                           const PortSet& free_outputs) {
  CollectMulticast(free_inputs, free_outputs);
  grants_.inputs = grants_.taken = {};
  grants_.first = -1;
  if (multicast_.inputs.Any()) {
    arbiter_.Pass(multicast_, GroupsTurn(), prefer_group_, grants_);
    unicast_.outputs = Without(unicast_.outputs, grants_.taken);
    unicast_.free_inputs = Without(unicast_.free_inputs, grants_.inputs);
  }
  MatchUnicast<kWords>(transfer);
  if (!multicast_.inputs.Any()) return;
  arbiter_.Pass(multicast_, Without(state_.control.all_ports, transfer.BusyInputs()),
                Without(state_.control.all_ports, transfer.BusyOutputs()), grants_);
  StartGroupPackets(transfer);
}

// Inputs whose group packet goes first: a turn that is owed to unicast counts only if there is any.
PortSet Allocation::GroupsTurn() const {
  PortSet unicast_from;
  if ((multicast_.inputs & owes_unicast_).Any()) {
    ForEach(unicast_.outputs,
            [&](int output) { unicast_from = unicast_from | unicast_.inputs[output]; });
  }
  return Without(state_.control.all_ports, owes_unicast_ & unicast_from);
}

template <int kWords>
void Allocation::CollectUnicast(const PortSet& free_inputs, const PortSet& free_outputs) {
  const int vcs = state_.variant.virtual_channels;
  PortSet waiting;  // free outputs with a packet
  PortSet served;   // and credit for it
  asked_on_several_ = {};
  for (int vc = 0; vc < vcs; ++vc) {
    const PortSet wanted = state_.unicast.Wanted(vc) & free_outputs;
    waiting = waiting | wanted;
    asked_[vc] = wanted & credit_[vc];
    asked_on_several_ = asked_on_several_ | (served & asked_[vc]);
    served = served | asked_[vc];
  }
  ForEach<kWords>(Without(waiting, served),
                  [&](int output) { ++state_.counters.port[output].tx_credit_wait; });
  unicast_.free_inputs = free_inputs;
  unicast_.outputs = {};
  ForEach<kWords>(served, [&](int output) {
    PortSet& inputs = unicast_.inputs[output];
    for (int w = 0; w < kWords; ++w) inputs.word[w] = 0;
    for (int vc = 0; vc < vcs; ++vc) {
      if (!asked_[vc].Has(output)) continue;
      const PortSet& wanting = state_.unicast.Wanting(vc, output);
      for (int w = 0; w < kWords; ++w) inputs.word[w] |= wanting.word[w];
    }
    for (int w = 0; w < kWords; ++w) inputs.word[w] &= free_inputs.word[w];
    if (AnyOf<kWords>(inputs)) unicast_.outputs.Set(output);
  });
}

// A held output and its input ask only for each other; nobody else asks for them.
void Allocation::HoldUnicast() {
  ForEach(unicast_.outputs, [&](int output) {
    PortSet& inputs = unicast_.inputs[output];
    if (!turns_.HeldOutputs().Has(output)) {
      inputs = Without(inputs, turns_.HeldInputs());
    } else {
      const int input = turns_.HeldFor(output);
      const bool asks = inputs.Has(input) && !turns_.HeldForGroups().Has(output);
      inputs = {};
      if (asks) inputs.Set(input);
    }
    if (!inputs.Any()) unicast_.outputs.Clear(output);
  });
}

// Some channel has a packet and credit, or there would be no match.
inline int Allocation::ChooseVc(int input, int output) const {
  int rank = 0;
  if (!asked_on_several_.Has(output)) {
    while (!asked_[preference_[rank]].Has(output)) ++rank;
    return preference_[rank];
  }
  const int favoured = turns_.FavouredVc(output, input);
  if (favoured >= 0 && asked_[favoured].Has(output)) return favoured;
  while (!asked_[preference_[rank]].Has(output) ||
         !state_.unicast.Wanting(preference_[rank], output).Has(input))
    ++rank;
  return preference_[rank];
}

template <int kWords>
void Allocation::MatchUnicast(Transfer& transfer) {
  if (!unicast_.outputs.Any()) return;
  const PortSet busy_inputs = transfer.BusyInputs();
  const PortSet busy_outputs = transfer.BusyOutputs();
  matches_.size = 0;
  if (state_.variant.allocator == Allocator::kIslip) {
    islip_.Match<kWords>(unicast_, static_cast<int>(state_.control.iterations), matches_);
  } else {
    wavefront_.Match(unicast_, matches_);
  }
  for (int i = 0; i < matches_.size; ++i) {
    const auto [input, output] = matches_.pair[i];
    const int vc = ChooseVc(input, output);
    turns_.NoteUnicast(output, input, vc);
    const PacketIndex packet = state_.unicast.Pop(state_.packets, input, output, vc);
    const bool live = state_.control.live.Has(output);
    if (live) state_.sender.Use(output, vc);
    transfer.StartUnicast(input, output, packet, live);
  }
  prefer_group_ = prefer_group_ | Without(transfer.BusyOutputs(), busy_outputs);
  owes_unicast_ = Without(owes_unicast_, Without(transfer.BusyInputs(), busy_inputs));
}

void Allocation::CollectMulticast(const PortSet& free_inputs, const PortSet& free_outputs) {
  multicast_.inputs = {};
  ForEach(state_.multicast.Waiting() & free_inputs, [&](int input) {
    const PacketIndex index = state_.multicast.Head(input);
    const Packet& packet = state_.packets[index];
    const GroupPacket& group = state_.packets.Group(index);
    if (packet.kind == PacketKind::kReduce && !group.has_entry && !state_.reductions.HasFree(input))
      return;
    PortSet asked = group.remaining & free_outputs & credit_[packet.vc];
    if (turns_.AnyHeld()) asked = HoldGroup(input, asked);
    if (!asked.Any()) return;
    multicast_.inputs.Set(input);
    multicast_.outputs[input] = asked;
  });
}

// A held input asks only for outputs held for its group packet, others for none that is held.
PortSet Allocation::HoldGroup(int input, const PortSet& asked) const {
  if (!turns_.HeldInputs().Has(input)) return Without(asked, turns_.HeldOutputs());
  PortSet kept;
  ForEach(asked & turns_.HeldForGroups(), [&](int output) {
    if (turns_.HeldFor(output) == input) kept.Set(output);
  });
  return kept;
}

void Allocation::StartGroupPackets(Transfer& transfer) {
  if (grants_.first < 0) return;
  const PortSet& remaining = state_.packets.Group(state_.multicast.Head(grants_.first)).remaining;
  arbiter_.MovePointer(grants_.first, remaining == grants_.outputs[grants_.first]);
  ForEach(grants_.inputs,
          [&](int input) { StartGroupPacket(transfer, input, grants_.outputs[input]); });
  prefer_group_ = Without(prefer_group_, grants_.taken);
  owes_unicast_ = owes_unicast_ | grants_.inputs;
}

void Allocation::StartGroupPacket(Transfer& transfer, int input, const PortSet& outputs) {
  const PacketIndex index = state_.multicast.Head(input);
  const Packet& packet = state_.packets[index];
  GroupPacket& group = state_.packets.Group(index);
  const bool reduce = packet.kind == PacketKind::kReduce;
  turns_.NoteGroup(outputs, input);
  if (reduce && !group.has_entry) TakeReductionEntry(input, index);
  group.remaining = Without(group.remaining, outputs);
  const bool last = !group.remaining.Any();
  const PortSet live = outputs & state_.control.live;
  ForEach(live, [&](int output) { state_.sender.Use(output, packet.vc); });
  state_.counters.multicast_copies += static_cast<std::uint32_t>(outputs.Count() - (last ? 1 : 0));
  if (last) {
    if (reduce) state_.reductions.NoteMatched(group.entry);
    state_.multicast.Pop(state_.packets, input);
  }
  transfer.StartMulticast(input, outputs, live, index, last);
}

// The header leaves as a MEMBER_READ; nobody reads the original again.
void Allocation::TakeReductionEntry(int port, PacketIndex index) {
  GroupPacket& group = state_.packets.Group(index);
  FlitData& flit = state_.flits[state_.packets[index].flit[0]];
  Header header = spec::scaleup_switch::Unpack(flit);
  group.entry = state_.reductions.Take(port, state_.now);
  group.has_entry = 1;
  ReductionEntry& entry = state_.reductions[group.entry];
  entry.members = entry.pending = group.remaining;
  entry.address = header.address;
  entry.src = header.src;
  entry.tag = header.tag;
  entry.group = header.group;
  entry.bytes = header.bytes;
  entry.vc = header.vc;
  entry.data_type = static_cast<std::uint8_t>(header.dtype);
  header.op = Operation::kMemberRead;
  header.tag = state_.reductions.MemberTag(group.entry);
  const FlitData rewritten = spec::scaleup_switch::Pack(header);
  flit[0] = rewritten[0];
  // Bits above the header's fields stay as they came.
  flit[1] = rewritten[1] |
            (flit[1] & ~((std::uint64_t{1} << (spec::scaleup_switch::kHeaderBits - 64)) - 1));
}

}  // namespace linkwright::scaleup_switch
