// SPDX-License-Identifier: Apache-2.0
// The link layer of one port: link-level retry and credit-based flow control in both directions
// (docs/models/llr.md, docs/models/cbfc.md). The cycle-exact twin of rtl/link/link_port.sv.
#pragma once

#include <cstdint>

#include "systemc_models/link/cbfc_receiver.h"
#include "systemc_models/link/cbfc_sender.h"
#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_counters.h"
#include "systemc_models/link/llr_receiver.h"
#include "systemc_models/link/llr_transmitter.h"

namespace linkwright::link {

struct LinkInputs {
  LinkConfig config;
  FrameOffer offer;           // from the core; held until taken
  FreedFrame freed;           // from the core
  LinkWire wire;              // from the peer
  bool corrupt_beat = false;  // damage the beat that leaves in this tick
  bool drop_control = false;  // lose the control ordered set that leaves in this tick
  bool clear_counters = false;
};

/// What the wires carry in the next cycle; `taken` speaks of the tick itself.
struct LinkOutputs {
  bool taken = false;
  LinkWire wire;
  DeliveredBeat out;
};

class LinkPort {
 public:
  explicit LinkPort(const LinkSizes& sizes);

  void Reset();

  /// Would the offered beat be taken in this tick?
  bool Ready(const LinkConfig& config, const FrameOffer& offer) const;
  void Tick(const LinkInputs& inputs, LinkOutputs& outputs);

  const LlrTransmitter& transmitter() const { return transmitter_; }
  const LlrReceiver& receiver() const { return receiver_; }
  const CbfcSender& sender_credits() const { return sender_; }
  const CbfcReceiver& receiver_credits() const { return receiver_credits_; }
  const LlrCounters& counters() const { return counters_; }
  const LinkSizes& sizes() const { return sizes_; }

 private:
  /// Chooses the control ordered set of this tick: a NACK first, the others in turn.
  ControlKind Choose(const LinkConfig& config);
  /// Its contents, and the count of it.
  ControlSet Compose(ControlKind kind);
  void CountReceived(const ControlSet& control);
  /// What was consumed counts only if everything sent before has come: a frame to be replayed is
  /// not lost.
  bool CountsForCredits(const ControlSet& control) const;

  LinkSizes sizes_;
  std::uint32_t seq_mask_;
  LlrTransmitter transmitter_;
  LlrReceiver receiver_;
  CbfcSender sender_;
  CbfcReceiver receiver_credits_;
  LlrCounters counters_;
  int turn_ = 0;
};

}  // namespace linkwright::link
