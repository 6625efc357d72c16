// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_peer.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::lockstep::scaleup {
namespace {

constexpr std::size_t kMaxAnswers = 256;
constexpr std::uint16_t kGenerous =
    32;  // slots of a draining peer, enough for a credit's round trip

}  // namespace

Peer::Peer(const sw::Variant& variant, const FabricPlan& plan, int port, std::uint64_t seed)
    : vcs_(variant.virtual_channels),
      random_(seed, fmt::format("peer{}", port)),
      maker_(variant, plan, port),
      first_credit_(static_cast<std::int64_t>(random_.Below(64))) {
  static constexpr std::array<std::uint16_t, 8> kCapacities = {1, 2, 3, 4, 8, 16, 64, 256};
  for (std::uint16_t& capacity : capacity_) {
    capacity = kCapacities[static_cast<std::size_t>(random_.Below(kCapacities.size()))];
  }
}

// --- Receiving -------------------------------------------------------------------------------

void Peer::Observe(const interfaces::PortBeat& beat, std::int64_t cycle, const Phase& phase) {
  if (beat.credit.valid && beat.credit.vc < vcs_) limit_[beat.credit.vc] = beat.credit.limit;
  if (!beat.flit.valid) return;
  ++counts_.flits_received;
  if (beat.flit.head) {
    const sw::Header header = sw::Unpack(beat.flit.data);
    received_vc_ = static_cast<int>(header.vc);
    ++counts_.received_op[static_cast<std::size_t>(header.op)];
    if (header.op == sw::Operation::kMemberRead) {
      ObserveMemberRead(header, cycle, phase);
    }
  }
  if (beat.flit.tail) ++owed_[static_cast<std::size_t>(received_vc_)];
}

void Peer::ObserveMemberRead(const sw::Header& header, std::int64_t cycle, const Phase& phase) {
  const std::uint64_t draw = random_.Next();
  const bool faulty = static_cast<int>(draw & 255U) < phase.member_fault;
  const int kind = faulty ? static_cast<int>(draw >> 8 & 7U) : -1;
  std::int64_t delay = static_cast<std::int64_t>(draw >> 16 & 15U);
  if (kind == 0 || kind == 1 || answers_.size() >= kMaxAnswers) {
    ++counts_.members_silent;
    return;
  }
  if (kind == 2 || kind == 3) {
    delay += static_cast<std::int64_t>(draw >> 24 & 4095U);
    ++counts_.members_late;
  }
  const bool wrong = kind == 4 || kind == 5;
  const bool poison = kind == 6;
  counts_.members_wrong += wrong ? 1 : 0;
  counts_.members_poisoned += poison ? 1 : 0;
  answers_.push_back({cycle + delay, maker_.MemberResponse(header, wrong, poison, random_)});
  if (kind == 5 || kind == 7) {  // the right answer after the wrong one, or the same twice
    answers_.push_back({cycle + delay, maker_.MemberResponse(header, false, poison, random_)});
  }
}

void Peer::ReleaseSlots(std::int64_t cycle, const Phase& phase, bool draining) {
  const bool all =
      draining || phase.credit_style == CreditStyle::kPrompt ||
      (phase.credit_style == CreditStyle::kLumps && cycle % (phase.credit_delay + 1) == 0);
  for (std::size_t vc = 0; vc < static_cast<std::size_t>(vcs_); ++vc) {
    if (owed_[vc] == 0) continue;
    int released = 0;
    if (all) {
      released = owed_[vc];
    } else if (phase.credit_style == CreditStyle::kLate &&
               random_.Below(static_cast<std::uint64_t>(phase.credit_delay)) == 0) {
      released = 1;
    }
    if (released == 0) continue;
    owed_[vc] -= released;
    freed_[vc] = static_cast<std::uint16_t>(freed_[vc] + released);
    dirty_[vc] = true;
  }
}

void Peer::DriveCredit(std::int64_t cycle, const Phase& phase, bool draining,
                       interfaces::CreditBeat& beat) {
  beat.valid = false;
  if (draining && capacity_[0] < kGenerous) {
    for (std::uint16_t& capacity : capacity_) capacity = std::max(capacity, kGenerous);
    dirty_.fill(true);
  }
  ReleaseSlots(cycle, phase, draining);
  const std::uint64_t draw = random_.Next();
  if (cycle == first_credit_ || (draw >> 32 & 511U) == 0) dirty_.fill(true);
  if (cycle < first_credit_) return;
  if ((draw & 7U) == 0 && !draining) return;
  for (int step = 0; step < vcs_; ++step) {
    const int vc = (credit_turn_ + step) % vcs_;
    const auto index = static_cast<std::size_t>(vc);
    if (!dirty_[index]) continue;
    dirty_[index] = false;
    credit_turn_ = (vc + 1) % vcs_;
    if (static_cast<int>(draw >> 8 & 255U) < phase.credit_lost && !draining) {
      ++counts_.credits_lost;
      return;
    }
    beat.valid = true;
    beat.vc = static_cast<std::uint8_t>(vc);
    beat.limit = static_cast<std::uint16_t>(capacity_[index] + freed_[index]);
    return;
  }
  // An update for a channel that does not exist is ignored by the switch.
  if (vcs_ < kMaxVcs && phase.illegal > 0 && (draw >> 16 & 63U) == 0) {
    beat.valid = true;
    beat.vc = kMaxVcs - 1;
    beat.limit = static_cast<std::uint16_t>(draw >> 48);
  }
}

// --- Sending ---------------------------------------------------------------------------------

bool Peer::HasCredit(int vc) const {
  if (vc >= vcs_) return true;
  const auto index = static_cast<std::size_t>(vc);
  return static_cast<std::int16_t>(limit_[index] - used_[index]) > 0;
}

bool Peer::BeginAnswer(std::int64_t cycle) {
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    if (answers_[i].ready > cycle || !HasCredit(answers_[i].packet.vc)) continue;
    current_ = answers_[i].packet;
    answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

bool Peer::BeginPacket(std::int64_t cycle, const Phase& phase, const Pattern& pattern,
                       bool draining) {
  if (BeginAnswer(cycle)) return true;
  if (draining) return false;
  const std::uint64_t draw = random_.Next();
  if (static_cast<int>(draw & 255U) >= phase.start) return false;
  if (!has_next_) {
    next_ = maker_.Draw(phase, pattern, random_);
    has_next_ = true;
  }
  if (!HasCredit(next_.vc)) {
    ++counts_.blocked;
    if (static_cast<int>(draw >> 8 & 255U) >= phase.rude) {
      // A waiting packet is sometimes given up, so that one channel does not block the others.
      if ((draw >> 16 & 7U) == 0) has_next_ = false;
      return false;
    }
    ++counts_.rude;
  }
  current_ = next_;
  has_next_ = false;
  return true;
}

void Peer::EmitNext(interfaces::FlitBeat& flit) {
  const bool last = flit_ == current_.data_flits;
  flit.valid = true;
  flit.head = flit_ == 0;
  flit.tail = last;
  if (flit_ == 0) {
    flit.data = current_.header;
  } else if (current_.operand) {
    FillOperand(flit.data, current_.dtype, random_);
  } else {
    FillRandom(flit.data, random_);
  }
  switch (current_.fault) {
    case Fault::kNoHeadFlag:
      flit.head = false;
      break;
    case Fault::kHeadInside:
      if (flit_ != 0 && flit_ == fault_flit_) flit.head = true;
      break;
    case Fault::kTailEarly:
      if (!last && flit_ == fault_flit_) flit.tail = true;
      break;
    case Fault::kTailMissing:
      flit.tail = false;
      break;
    default:
      break;
  }
  sending_ = !last;
  ++flit_;
}

void Peer::EmitFiller(interfaces::FlitBeat& flit) {
  flit.valid = true;
  flit.head = false;
  flit.tail = expected_ == 1;
  FillRandom(flit.data, random_);
}

void Peer::MirrorSwitch(const interfaces::FlitBeat& flit) {
  ++counts_.flits_sent;
  if (expected_ > 0) {
    --expected_;
    return;
  }
  if (!flit.head) return;
  const sw::Header header = sw::Unpack(flit.data);
  expected_ = DataFlits(static_cast<unsigned>(header.op), header.bytes);
  if (static_cast<int>(header.vc) < vcs_) ++used_[header.vc];
}

void Peer::DriveFlit(std::int64_t cycle, const Phase& phase, const Pattern& pattern, bool draining,
                     interfaces::FlitBeat& flit) {
  flit.valid = false;
  if (!sending_) {
    if (draining && expected_ > 0) {
      EmitFiller(flit);
      MirrorSwitch(flit);
      return;
    }
    if (!BeginPacket(cycle, phase, pattern, draining)) return;
    sending_ = true;
    flit_ = 0;
    fault_flit_ =
        current_.data_flits == 0
            ? 0
            : static_cast<int>(random_.Below(static_cast<std::uint64_t>(current_.data_flits) + 1));
    ++counts_.sent_op[static_cast<std::size_t>(current_.op)];
    ++counts_.sent_fault[static_cast<std::size_t>(current_.fault)];
  } else if (phase.gap > 0 && !draining && static_cast<int>(random_.Below(256)) < phase.gap) {
    ++counts_.gaps;
    return;
  }
  EmitNext(flit);
  MirrorSwitch(flit);
}

void Peer::Drive(std::int64_t cycle, const Phase& phase, const Pattern& pattern, bool draining,
                 interfaces::PortBeat& beat) {
  DriveFlit(cycle, phase, pattern, draining, beat.flit);
  DriveCredit(cycle, phase, draining, beat.credit);
}

}  // namespace linkwright::lockstep::scaleup
