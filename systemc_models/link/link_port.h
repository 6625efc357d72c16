// SPDX-License-Identifier: Apache-2.0
// The link layer of one port: link-level retry and credit-based flow control in both directions
// (docs/models/llr.md, docs/models/cbfc.md). The cycle-exact twin of rtl/link/link_port.sv.
#pragma once

#include <cstdint>

#include "systemc_models/link/cbfc_receiver.h"
#include "systemc_models/link/cbfc_sender.h"
#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_counters.h"
#include "systemc_models/link/llr_receiver.h"
#include "systemc_models/link/llr_transmitter.h"

namespace linkwright::link {

class LinkPort final : public LinkDevice {
 public:
  explicit LinkPort(const LinkSizes& sizes);

  void Reset() override;

  /// Would the offered beat be taken in this tick?
  bool Ready(const LinkConfig& config, const FrameOffer& offer, bool line = true) const;
  void Tick(const LinkInputs& inputs, LinkOutputs& outputs) override;

  const LlrTransmitter& transmitter() const { return transmitter_; }
  const LlrReceiver& receiver() const { return receiver_; }
  const CbfcSender& sender_credits() const { return sender_; }
  const CbfcReceiver& receiver_credits() const { return receiver_credits_; }
  const LlrCounters& counters() const { return counters_; }

  const LinkSizes& sizes() const override { return sizes_; }
  LlrTxState tx_state() const override { return transmitter_.state(); }
  LlrRxState rx_state() const override { return receiver_.state(); }
  std::uint32_t Outstanding() const override { return transmitter_.Outstanding(); }
  std::uint32_t counter(LlrCounter counter) const override { return counters_[counter]; }
  CreditCounts SenderCredits(int vc) const override {
    return {sender_.Consumed(vc), sender_.Freed(vc)};
  }
  CreditCounts ReceiverCredits(int vc) const override {
    return {receiver_credits_.Consumed(vc), receiver_credits_.Freed(vc)};
  }

 private:
  /// Chooses the control ordered set of this tick: a NACK first, but not twice running while
  /// another is wanted, the others in turn.
  ControlKind Choose(const LinkConfig& config);
  bool Wants(const LinkConfig& config, ControlKind kind) const;
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
  bool nacked_ = false;  // in the last tick
};

}  // namespace linkwright::link
