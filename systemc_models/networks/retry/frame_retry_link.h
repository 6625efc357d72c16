// SPDX-License-Identifier: Apache-2.0
// A full-duplex link with link-level retry, and credits if wanted, between two cores that exchange
// frames: the two ends, paced to the line, a queue in front of each transmitter, and what holds a
// core back while its frames have nowhere to go. Plain C++, clocked by its owner. What happens in
// which cycle: docs/models/ethernet_links.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "systemc_models/interfaces/link_credits.h"
#include "systemc_models/networks/retry/frame_front.h"
#include "systemc_models/networks/retry/retry_link.h"

namespace linkwright::retry {

struct FrameLinkParameters {
  int latency = 1;         // cycles of cable, its output register included
  int line_bytes = 42;     // bytes the line carries in a cycle
  int frame_bytes = 4174;  // largest frame, FCS included
  ClassOfDscp class_of_dscp{};
  interfaces::LinkCredits credits;
  std::array<bool, 2>
      tells_occupancy{};  // the core at this end says what it holds; or it frees at once
};

class FrameRetryLink final : public RetryLink {
 public:
  static constexpr int kMaxBeats = 144;
  static constexpr uint16_t kStopBeats = FrameFront::kStopBeats;
  static constexpr size_t kQueueBeats = FrameFront::kQueueBeats;

  // Without `retry` the link loses nothing and sends nothing again; its ports carry credits only.
  FrameRetryLink(const LinkRetryParameters* retry, const FrameLinkParameters& parameters,
                 std::string path, std::array<std::string, 2> toward,
                 const link::LinkDeviceFactory& make_port = {});

  static link::LinkSizes SizesFor(const LinkRetryParameters& retry,
                                  const FrameLinkParameters& parameters);

  // A link that goes down loses what it has not delivered, too; frames that come until it is up
  // again are thrown away. It comes up with new numbers, so nothing is delivered twice.

  // What the core at `end` drives in this cycle, before Tick.
  void Push(int end, const interfaces::FlitBeat& beat);
  // One cycle: out[end] is what the core at `end` gets (valid flags are set either way).
  void Tick(int64_t cycle, Beats& out);
  void Step(int64_t cycle, std::span<const interfaces::PortBeat> in, Beats& out) override;

 private:
  bool AtRest() const;
  size_t queued(int end) const override { return fronts_[Index(end)].beats(); }

  FrameLinkParameters parameters_;
  std::array<FrameFront, 2> fronts_;
};

}  // namespace linkwright::retry
