// SPDX-License-Identifier: Apache-2.0
// What stands at the other end of one link: it sends packets (with credit, or rudely without),
// receives, answers member reads and gives credits back in its own time. It keeps a mirror of how
// the switch cuts its flits into packets, because after a broken packet that is not how the peer
// meant them, and credits follow the switch's view.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/phased_stimulus.h"
#include "systemc_models/lockstep/scaleup/stimulus_packet.h"
#include "systemc_models/lockstep/scaleup/stimulus_phase.h"

namespace linkwright::lockstep::scaleup {

/// Counts for functional coverage.
struct PeerCounts : TrafficCounts {
  std::array<std::uint64_t, 64> sent_op{};
  std::array<std::uint64_t, kFaults> sent_fault{};
  std::array<std::uint64_t, 64> received_op{};
  std::uint64_t blocked = 0;  ///< cycles with a packet ready and no credit
  std::uint64_t rude = 0;     ///< packets sent without credit
  std::uint64_t credits_lost = 0;
  std::uint64_t members_silent = 0;
  std::uint64_t members_wrong = 0;
  std::uint64_t members_late = 0;
  std::uint64_t members_poisoned = 0;
};

class Peer {
 public:
  Peer(const sw::Variant& variant, const FabricPlan& plan, int port, std::uint64_t seed);

  /// What the switch drove in this cycle.
  void Observe(const interfaces::PortBeat& beat, std::int64_t cycle, const Phase& phase);
  /// What the peer drives in this cycle. Draining: it finishes what it began and begins nothing but
  /// answers.
  void Drive(std::int64_t cycle, const Phase& phase, const Pattern& pattern, bool draining,
             interfaces::PortBeat& beat);

  const PeerCounts& counts() const { return counts_; }

 private:
  static constexpr int kMaxVcs = 4;
  struct Answer {
    std::int64_t ready = 0;
    Packet packet;
  };

  void ObserveMemberRead(const sw::Header& header, std::int64_t cycle, const Phase& phase);
  void DriveFlit(std::int64_t cycle, const Phase& phase, const Pattern& pattern, bool draining,
                 interfaces::FlitBeat& flit);
  bool BeginPacket(std::int64_t cycle, const Phase& phase, const Pattern& pattern, bool draining);
  bool BeginAnswer(std::int64_t cycle);
  void EmitNext(interfaces::FlitBeat& flit);
  void EmitFiller(interfaces::FlitBeat& flit);
  void MirrorSwitch(const interfaces::FlitBeat& flit);
  bool HasCredit(int vc) const;

  void ReleaseSlots(std::int64_t cycle, const Phase& phase, bool draining);
  void DriveCredit(std::int64_t cycle, const Phase& phase, bool draining,
                   interfaces::CreditBeat& beat);

  const int vcs_;
  random::Stream random_;
  PacketMaker maker_;
  PeerCounts counts_;

  // Sending.
  Packet current_;
  Packet next_;
  bool sending_ = false;
  bool has_next_ = false;
  int flit_ = 0;        // of current_; 0: the header
  int fault_flit_ = 0;  // flit whose flags lie
  int expected_ = 0;    // data flits that the switch still takes for the packet it sees
  std::array<std::uint16_t, kMaxVcs> limit_{};
  std::array<std::uint16_t, kMaxVcs> used_{};
  std::vector<Answer> answers_;

  // Receiving.
  int received_vc_ = 0;
  std::int64_t first_credit_;
  std::array<std::uint16_t, kMaxVcs> capacity_{};
  std::array<std::uint16_t, kMaxVcs> freed_{};
  std::array<int, kMaxVcs> owed_{};
  std::array<bool, kMaxVcs> dirty_{};
  int credit_turn_ = 0;
};

}  // namespace linkwright::lockstep::scaleup
