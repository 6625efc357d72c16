// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/transfer.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::DropReason;

Transfer::Transfer(SwitchState& state)
    : state_(state), active_(state.inputs), outputs_(state.inputs), finished_(state.inputs) {}

void Transfer::Reset() {
  busy_inputs_ = busy_outputs_ = {};
  finished_count_ = 0;
}

void Transfer::Emit(Egress& egress, int output, const Packet& packet, FlitIndex flit, int number) {
  const bool head = number == 0;
  PortCounters& counters = state_.counters.port[output];
  ++counters.tx_flits;
  if (head) ++counters.tx_packets[packet.vc];
  egress.Add({flit, static_cast<std::uint8_t>(output), head, number + 1 == packet.total});
}

void Transfer::MoveMulticast(Egress& egress, int input, const Packet& packet, FlitIndex flit,
                             int number) {
  const Outputs& outputs = outputs_[input];
  ForEach(outputs.live, [&](int output) {
    state_.flits.AddHolder(flit);
    Emit(egress, output, packet, flit, number);
  });
  if (number == 0) {
    ForEach(Without(outputs.all, outputs.live),
            [&](int output) { state_.counters.Drop(output, DropReason::kEgressDead); });
  }
  if (active_[input].last) state_.flits.Release(flit);
}

void Transfer::Step(Egress& egress) {
  ForEach(busy_inputs_, [&](int input) {
    Active& active = active_[input];
    const Packet& packet = state_.packets[active.packet];
    const int number = active.next;
    if (number >= packet.written) return;
    const FlitIndex flit = packet.flit[number];
    if (active.multicast) {
      MoveMulticast(egress, input, packet, flit, number);
    } else if (active.live) {
      Emit(egress, active.output, packet, flit, number);
    } else {
      state_.flits.Release(flit);
      if (number == 0) state_.counters.Drop(active.output, DropReason::kEgressDead);
    }
    if (++active.next < packet.total) return;
    busy_inputs_.Clear(input);
    if (active.multicast) {
      busy_outputs_ = Without(busy_outputs_, outputs_[input].all);
    } else {
      busy_outputs_.Clear(active.output);
    }
    if (active.last) finished_[finished_count_++] = active.packet;
  });
}

int Transfer::FreeSlots() {
  int results = 0;
  for (int i = 0; i < finished_count_; ++i) {
    const PacketIndex index = finished_[i];
    const Packet& packet = state_.packets[index];
    if (packet.input == state_.variant.ports) {
      ++results;
    } else {
      state_.packets.FreeSlot(packet.input, packet.vc);
      state_.receiver.Free(packet.input, packet.vc);
    }
    state_.packets.Return(index);
  }
  finished_count_ = 0;
  return results;
}

void Transfer::StartUnicast(int input, int output, PacketIndex packet, bool live) {
  active_[input] = {packet, 0, static_cast<std::uint8_t>(output), false, live, true};
  busy_inputs_.Set(input);
  busy_outputs_.Set(output);
}

void Transfer::StartMulticast(int input, const PortSet& outputs, const PortSet& live,
                              PacketIndex packet, bool last) {
  active_[input] = {packet, 0, 0, true, false, last};
  outputs_[input] = {outputs, live};
  busy_inputs_.Set(input);
  busy_outputs_ = busy_outputs_ | outputs;
}

}  // namespace linkwright::scaleup_switch
