// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/link_port.h"

#include <array>
#include <utility>

namespace linkwright::link {
namespace {

// The order in which control ordered sets take turns.
constexpr std::array<ControlKind, 5> kTurns = {ControlKind::kInitAck, ControlKind::kInit,
                                               ControlKind::kAck, ControlKind::kCfUpdate,
                                               ControlKind::kCcUpdate};

}  // namespace

LinkPort::LinkPort(const LinkSizes& sizes)
    : sizes_(sizes),
      seq_mask_((1U << sizes.seq_bits) - 1),
      transmitter_(sizes),
      receiver_(sizes),
      sender_(sizes),
      receiver_credits_(sizes) {}

void LinkPort::Reset() {
  transmitter_.Reset();
  receiver_.Reset();
  sender_.Reset();
  receiver_credits_.Reset();
  counters_.Clear();
  turn_ = 0;
  nacked_ = false;
}

bool LinkPort::Ready(const LinkConfig& config, const FrameOffer& offer, bool line) const {
  return line &&
         transmitter_.Ready(config, offer, sender_.HasRoom(config.credit, offer.vc, offer.length));
}

bool LinkPort::Wants(const LinkConfig& config, ControlKind kind) const {
  switch (kind) {
    case ControlKind::kInitAck:
      return receiver_.WantsInitAck(config);
    case ControlKind::kInit:
      return transmitter_.WantsInit(config);
    case ControlKind::kAck:
      return receiver_.WantsAck(config);
    case ControlKind::kCfUpdate:
      return receiver_credits_.DueUpdate() >= 0;
    default:
      return sender_.DueUpdate() >= 0;
  }
}

ControlKind LinkPort::Choose(const LinkConfig& config) {
  const bool nacked = std::exchange(nacked_, false);
  if (!config.link_up) return ControlKind::kNone;
  std::size_t waiting = kTurns.size();  // whose turn it is among those that are wanted
  for (std::size_t i = 0; i < kTurns.size() && waiting == kTurns.size(); ++i) {
    const std::size_t place = (static_cast<std::size_t>(turn_) + i) % kTurns.size();
    if (Wants(config, kTurns[place])) waiting = place;
  }
  if (receiver_.WantsNack(config) && (!nacked || waiting == kTurns.size())) {
    nacked_ = true;
    return ControlKind::kNack;
  }
  if (waiting == kTurns.size()) return ControlKind::kNone;
  turn_ = static_cast<int>((waiting + 1) % kTurns.size());
  return kTurns[waiting];
}

ControlSet LinkPort::Compose(ControlKind kind) {
  ControlSet sent;
  sent.valid = kind != ControlKind::kNone;
  sent.kind = kind;
  switch (kind) {
    case ControlKind::kNone:
      break;
    case ControlKind::kInit:
      sent.value = transmitter_.NextNumber();
      counters_.Count(LlrCounter::kTxInitCtlOs);
      break;
    case ControlKind::kInitAck:
      sent.value = receiver_.InitValue();
      counters_.Count(LlrCounter::kTxInitEchoCtlOs);
      break;
    case ControlKind::kAck:
      sent.value = receiver_.LastGood();
      counters_.Count(LlrCounter::kTxAckCtlOs);
      break;
    case ControlKind::kNack:
      sent.value = receiver_.LastGood();
      counters_.Count(LlrCounter::kTxNackCtlOs);
      break;
    case ControlKind::kCfUpdate:
      sent.vc = static_cast<std::uint8_t>(receiver_credits_.DueUpdate());
      sent.value = receiver_credits_.Freed(sent.vc);
      break;
    case ControlKind::kCcUpdate:
      sent.vc = static_cast<std::uint8_t>(sender_.DueUpdate());
      sent.value = sender_.SentWhole(sent.vc, transmitter_.AtFrameBoundary());
      sent.numbered = transmitter_.Active();
      sent.number = transmitter_.NextNumber();
      break;
  }
  return sent;
}

void LinkPort::CountReceived(const ControlSet& control) {
  if (!control.valid) return;
  switch (control.kind) {
    case ControlKind::kInit:
      counters_.Count(LlrCounter::kRxInitCtlOs);
      break;
    case ControlKind::kInitAck:
      counters_.Count(LlrCounter::kRxInitEchoCtlOs);
      break;
    case ControlKind::kAck:
      counters_.Count(LlrCounter::kRxAckCtlOs);
      break;
    case ControlKind::kNack:
      counters_.Count(LlrCounter::kRxNackCtlOs);
      break;
    default:
      break;
  }
}

bool LinkPort::CountsForCredits(const ControlSet& control) const {
  if (control.kind != ControlKind::kCcUpdate || !control.numbered) return control.valid;
  return control.valid && receiver_.state() != LlrRxState::kOff &&
         receiver_.Expected() == (control.number & seq_mask_);
}

void LinkPort::Tick(const LinkInputs& inputs, LinkOutputs& outputs) {
  const LinkConfig& config = inputs.config;
  ControlSet received = inputs.wire.control;
  received.valid = received.valid && config.link_up;
  CountReceived(received);

  // Everything that leaves is chosen before anything that comes has an effect.
  const ControlKind kind = Choose(config);
  const ControlSet sent = Compose(kind);
  outputs.wire.control = sent;
  outputs.wire.control.valid = sent.valid && !inputs.drop_control;
  const LlrRxGrants grants = {kind == ControlKind::kNack, kind == ControlKind::kAck,
                              kind == ControlKind::kInitAck};
  const int cf_vc = kind == ControlKind::kCfUpdate ? sent.vc : -1;
  const int cc_vc = kind == ControlKind::kCcUpdate ? sent.vc : -1;

  const FrameOffer& offer = inputs.offer;
  outputs.taken = offer.flit.valid && Ready(config, offer, inputs.line);
  const bool boundary = transmitter_.AtFrameBoundary();
  const bool stored = outputs.taken && transmitter_.BeginsStoredFrame(config, offer);
  ControlSet for_credits = received;
  for_credits.valid = CountsForCredits(received);

  transmitter_.Tick(config, offer, outputs.taken, received, kind == ControlKind::kInit, inputs.line,
                    inputs.corrupt_beat, outputs.wire.beat, counters_);
  sender_.Tick(config.credit, boundary, stored, offer.vc, offer.length, received, cc_vc);
  const AcceptedFrame accepted =
      receiver_.Tick(config, inputs.wire.beat, received, grants, outputs.out, counters_);
  receiver_credits_.Tick(config.credit, accepted, inputs.freed, for_credits, cf_vc);
  if (inputs.clear_counters) counters_.Clear();
}

}  // namespace linkwright::link
