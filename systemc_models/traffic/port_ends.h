// SPDX-License-Identifier: Apache-2.0
// The two ends that face a switch port: an ideal sender that obeys credits, and a receiver that
// grants them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/traffic/payload.h"
#include "systemc_models/traffic/scoreboard.h"

namespace linkwright::traffic {

inline constexpr int kVcs = spec::scaleup_switch::kVirtualChannelsMax;

/// Sends packets flit by flit. Per VC in the order offered; responses first.
class Sender {
 public:
  void Offer(const Header& header);
  /// Data flits that are not the self-identifying ones.
  void Offer(const Header& header, std::vector<FlitData> data);

  /// A credit update on the wires; usable in the same cycle.
  void TakeCredit(const interfaces::CreditBeat& credit);
  /// Drives the wires of cycle `now`.
  void Drive(std::int64_t now, interfaces::FlitBeat& wires, Scoreboard& scoreboard);

  /// Idle cycles after every flit but the last of a packet.
  void SetGap(int cycles) { gap_ = cycles; }
  /// Sends whether or not there is credit.
  void IgnoreCredits() { ignore_credits_ = true; }

  std::size_t backlog() const { return backlog_; }
  std::uint16_t Credits(int vc) const { return static_cast<std::uint16_t>(limit_[vc] - used_[vc]); }

 private:
  struct Outgoing {
    Header header;
    std::vector<FlitData> data;
  };

  bool Start();

  std::array<std::deque<Outgoing>, kVcs> queue_;
  std::array<std::uint16_t, kVcs> limit_{};
  std::array<std::uint16_t, kVcs> used_{};
  Outgoing current_;
  int next_flit_ = 0;
  int flits_ = 0;  // of the current packet; 0: none
  int gap_ = 0;
  int waiting_ = 0;
  bool ignore_credits_ = false;
  std::size_t backlog_ = 0;
};

/// Takes everything and returns the credit `delay` cycles after the tail was sampled; 0: on the
/// wires in the same cycle. Grants `window` packets per VC.
class Receiver {
 public:
  void Configure(int vcs, int window, int delay);
  /// From now on the caller drives the credit wires.
  void Silence() { vcs_ = 0; }

  /// The wires of cycle `now`; returns a packet when its tail was sampled.
  std::optional<Delivery> Take(std::int64_t now, int port, const interfaces::FlitBeat& wires,
                               Scoreboard& scoreboard);
  void Drive(std::int64_t now, interfaces::CreditBeat& wires);

  /// Data flits of the packet last delivered.
  const std::vector<FlitData>& data() const { return data_; }
  std::int64_t flits() const { return flits_taken_; }

 private:
  struct Return {
    std::int64_t due;
    int vc;
  };

  int vcs_ = 0;
  int window_ = 0;
  int delay_ = 0;
  std::array<std::uint16_t, kVcs> freed_{};
  std::array<bool, kVcs> news_{};
  int next_vc_ = 0;
  std::deque<Return> returns_;
  Delivery current_;
  int left_ = 0;
  std::vector<FlitData> data_;
  std::int64_t flits_taken_ = 0;
};

}  // namespace linkwright::traffic
