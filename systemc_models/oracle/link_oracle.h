// SPDX-License-Identifier: Apache-2.0
// Judges a link of two ends by its wires and by what the pages promise (docs/models/llr.md,
// docs/models/cbfc.md): order, loss, duplication, room for what was delivered, and a bound on every
// wait. It knows neither twin nor RTL.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "systemc_models/link/link_device.h"
#include "systemc_models/oracle/finding.h"

namespace linkwright::oracle {

struct LinkPromises {
  int virtual_channels = 4;
  /// Numbered frames are delivered once, in order, none skipped; data[0] of a head names a frame.
  bool retry = true;
  /// A control ordered set that is due waits for the others for so long.
  std::int64_t control_wait = 9;
  /// A frame that is offered is taken within so many ticks; 0: nothing promised.
  std::int64_t most_ticks_refused = 0;
};

class LinkOracle {
 public:
  explicit LinkOracle(const LinkPromises& promises);

  /// A tick of one end (0 or 1): what stood on its wires in it, and what it drove then. Ends are
  /// observed in turn.
  void Observe(int end, const link::LinkInputs& inputs, const link::LinkOutputs& outputs);

  /// What was promised and not kept.
  const Findings& findings() const { return findings_; }
  /// Control ordered sets that left, by kind; what a test was about.
  std::int64_t sent(int end, link::ControlKind kind) const {
    return ends_[static_cast<std::size_t>(end)].sent[static_cast<std::size_t>(kind)];
  }
  std::int64_t delivered(int end) const { return ends_[static_cast<std::size_t>(end)].delivered; }
  /// The longest that a channel that was to say what it consumed said nothing.
  std::int64_t longest_silence() const { return longest_silence_; }

 private:
  using Channels = std::array<std::int64_t, link::kMaxVirtualChannels>;
  struct End {
    std::int64_t tick = 0;
    std::int64_t refused = 0;
    bool open = false;                // a frame of the core is being taken
    std::deque<std::uint64_t> taken;  // numbered frames the other end has not delivered
    std::int64_t delivered = 0;
    std::int64_t out_bytes = 0;  // of the frame that is being delivered
    Channels stored{};           // credits of delivered frames that the core holds
    Channels since_cc{}, since_cf{};
    std::array<std::int64_t, 7> sent{};
  };
  void Take(End& end, const link::LinkInputs& inputs, bool taken);
  void Deliver(int index, const link::LinkInputs& inputs, const link::DeliveredBeat& out);
  void Wait(int index, const link::LinkInputs& inputs, const link::ControlSet& control);
  void Convict(int end, const std::string& what);

  LinkPromises promises_;
  std::array<End, 2> ends_;
  std::array<Channels, 2> limit_{};  // of the sender at the other end, credits
  std::int64_t longest_silence_ = 0;
  Findings findings_;
};

}  // namespace linkwright::oracle
