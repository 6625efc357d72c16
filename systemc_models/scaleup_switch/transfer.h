// SPDX-License-Identifier: Apache-2.0
// The crossbar: per allocator input at most one packet in transfer, one flit per tick as soon as it
// has been written (cut-through), to one output or to several.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/scaleup_switch/egress.h"
#include "systemc_models/scaleup_switch/switch_state.h"

namespace linkwright::scaleup_switch {

class Transfer {
 public:
  explicit Transfer(SwitchState& state);

  void Reset();

  /// Reads the flits of this tick. Finishing inputs and outputs are free afterwards; their slots
  /// only after FreeSlots.
  void Step(Egress& egress);

  /// Frees the slots whose last flit was read in this tick. Returns how many were results.
  int FreeSlots();

  /// Starts in the next tick. A dead output is occupied, too, but its flits are discarded.
  void StartUnicast(int input, int output, PacketIndex packet, bool live);
  void StartMulticast(int input, const PortSet& outputs, const PortSet& live, PacketIndex packet,
                      bool last);

  const PortSet& BusyInputs() const { return busy_inputs_; }
  const PortSet& BusyOutputs() const { return busy_outputs_; }

 private:
  struct Active {
    PacketIndex packet = kNoPacket;
    std::uint8_t next = 0;  // flit to be moved
    std::uint8_t output = 0;
    bool multicast = false;
    bool live = false;
    bool last = false;  // the slot is free afterwards
  };
  struct Outputs {
    PortSet all;
    PortSet live;
  };

  void Emit(Egress& egress, int output, const Packet& packet, FlitIndex flit, int number);
  void MoveMulticast(Egress& egress, int input, const Packet& packet, FlitIndex flit, int number);

  SwitchState& state_;
  PortSet busy_inputs_;
  PortSet busy_outputs_;
  std::vector<Active> active_;
  std::vector<Outputs> outputs_;  // of multicasts
  std::vector<PacketIndex> finished_;
  int finished_count_ = 0;
};

}  // namespace linkwright::scaleup_switch
