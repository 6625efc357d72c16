// SPDX-License-Identifier: Apache-2.0
// How long packets wait in a scale-up switch while there is credit for them, and who starves: from
// the wires alone. A claim is an input's unicast packets on one channel, or its group packets, that
// wait for one output; the first of a claim waits, the others are behind it.
//
// It judges, too: no packet leaves without credit, none that did not come, none out of the order of
// its claim.
//
// What it asks of the stimulus: well-formed packets, ports that are enabled and links that are up
// while there is traffic. Packets for destinations with several ways are taken as they come out;
// answers that the switch makes itself (reductions) are passed over.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/oracle/finding.h"
#include "systemc_models/oracle/scaleup_routes.h"

namespace linkwright::oracle {

/// The page's bound, in cycles from the arrival of a packet at the head of its claim: for packets
/// that take at most 16 cycles each, and credit for the claim that is not away for 16 N cycles.
std::int64_t ScaleUpWaitBound(const spec::scaleup_switch::Variant& variant);

class ScaleUpWaits {
 public:
  /// `bound`: cycles with credit after which a claim that was not served is a finding.
  ScaleUpWaits(const spec::scaleup_switch::Variant& variant, std::int64_t bound);
  explicit ScaleUpWaits(const spec::scaleup_switch::Variant& variant)
      : ScaleUpWaits(variant, ScaleUpWaitBound(variant)) {}

  /// Once a cycle: what the switch sampled, and what it drove afterwards.
  void Watch(const interfaces::SwitchInputs& inputs, const interfaces::SwitchOutputs& outputs);

  struct Wait {
    int input = 0;
    int output = 0;
    int channel = 0;             ///< of the packet that waited longest
    bool group = false;          ///< group packets
    std::int64_t packets = 0;    ///< that left
    std::int64_t longest = 0;    ///< cycles with credit at the head, one that still waits included
    std::int64_t since = 0;      ///< cycle in which that wait began
    std::int64_t passed_by = 0;  ///< packets that the output served meanwhile
  };
  /// Of every claim that had a packet, the longest wait first.
  std::vector<Wait> Waits() const;
  Wait Of(int input, int output, bool group, int channel = 0) const;
  /// Waits() as lines of text, at most `rows`.
  std::string Report(std::size_t rows = 12) const;

  const Findings& findings() const { return findings_; }
  std::int64_t cycles() const { return cycle_; }

 private:
  using Header = spec::scaleup_switch::Header;
  struct Packet {
    Header header;
    std::vector<bool> outputs;  // group packets: still to be reached
  };
  struct Claim {
    std::int64_t waited = 0;  // of the packet at the head, cycles with credit
    std::int64_t since = -1;  // -1: nothing waits
    std::int64_t passed = 0;  // services of the output when it came to the head
    bool reported = false;
    Wait record;
  };
  struct Output {
    std::array<std::uint16_t, spec::scaleup_switch::kVirtualChannelsMax> limit{};
    std::array<std::uint16_t, spec::scaleup_switch::kVirtualChannelsMax> used{};
    std::int64_t served = 0;
    int left = 0;  // data flits of the packet in transit
  };

  int Index(int output, int input, int kind) const {
    return (output * ports_ + input) * (vcs_ + 1) + kind;
  }
  Claim& ClaimOf(int output, int input, int kind) { return claims_[Index(output, input, kind)]; }
  bool HasCredit(const Output& output, int channel) const {
    return output.limit[channel] != output.used[channel];
  }
  void Arrive(int input, const Header& header);
  void Leave(int output, const Header& header);
  bool LeaveUnicast(int output, const Header& header);
  bool LeaveGroup(int output, const Header& header);
  bool LeaveOneOfSeveralWays(const Header& header);
  void Begin(int output, int input, int kind, int channel);
  void Served(int output, int input, int kind);
  void BeginGroup(int input);
  void CountWaits();
  void Judge(Claim& claim, std::int64_t served);

  int ports_;
  int vcs_;
  std::int64_t bound_;
  std::int64_t cycle_ = 0;
  ScaleUpRoutes routes_;
  std::vector<int> left_;                   // per input: data flits of the packet in transit
  std::vector<std::deque<Header>> queues_;  // by Index, channels only
  std::vector<std::deque<Packet>> groups_;  // per input
  std::deque<Header> several_ways_;
  std::vector<Claim> claims_;  // by Index; kind vcs_ is group packets
  std::vector<Output> outputs_;
  Findings findings_;
};

}  // namespace linkwright::oracle
