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
#include "systemc_models/link/cbfc_release.h"
#include "systemc_models/networks/cycle/retry_ends.h"
#include "systemc_models/networks/ethernet/frame_queue.h"

namespace linkwright::ethernet {

struct FrameLinkParameters {
  int latency = 1;         // cycles of cable, its output register included
  int line_bytes = 42;     // bytes the line carries in a cycle
  int frame_bytes = 4174;  // largest frame, FCS included
  ClassOfDscp class_of_dscp{};
  interfaces::LinkCredits credits;
  std::array<bool, 2>
      tells_occupancy{};  // the core at this end says what it holds; or it frees at once
};

class FrameRetryLink {
 public:
  static constexpr int kMaxBeats = 144;
  static constexpr uint16_t kStopBeats = 1 << 8;  // no beat may move
  static constexpr size_t kQueueBeats = interfaces::kRetryQueueBeats;

  // Without `retry` the link loses nothing and sends nothing again; its ports carry credits only.
  FrameRetryLink(const cycle::LinkRetryParameters* retry, const FrameLinkParameters& parameters,
                 std::string path, std::array<std::string, 2> toward,
                 const link::LinkDeviceFactory& make_port = {});

  static link::LinkSizes SizesFor(const cycle::LinkRetryParameters& retry,
                                  const FrameLinkParameters& parameters);

  // Those of this link, in cycles of Tick, ascending; in place of what was still to come.
  void SetChanges(const std::vector<cycle::LinkErrorChange>& changes) { ends_.SetChanges(changes); }
  // A link that goes down loses what is on it and what it has not delivered; frames that come until
  // it is up again are thrown away. It comes up with new numbers, so nothing is delivered twice.
  void SetUp(bool up) { ends_.SetUp(up); }

  // What the core at `end` drives in this cycle, before Tick; and, if it holds cells, how many of
  // each class.
  void Push(int end, const interfaces::FlitBeat& beat);
  void SetOccupancy(int end, const std::array<uint32_t, kClasses>& cells) {
    sides_[Index(end)].occupancy = cells;
  }
  // One cycle: out[end] is what the core at `end` gets (valid is set either way).
  void Tick(int64_t cycle, std::array<interfaces::FlitBeat, 2>& out);
  // What the core at `end` may not send: classes that may not start a frame, kStopBeats.
  uint16_t backpressure(int end) const { return sides_[Index(end)].backpressure; }
  // Without a Push, and with the cells that are held unchanged, a tick would change nothing.
  bool quiet() const { return ends_.quiet(); }

  const cycle::RetryEnds& ends() const { return ends_; }
  cycle::RetryCounters counters(int end) const { return ends_.counters(end); }
  std::string DescribeWait() const;

 private:
  struct Side {  // what stands between an end and its core
    Side(const FrameLinkParameters& parameters, const std::string& path);
    FrameQueue queue;
    link::CbfcRelease release;
    link::FreedFrame freed;
    std::array<uint32_t, kClasses> occupancy{};
    int debt = 0;      // bytes the line still has to send
    int incoming = 0;  // bytes of the frame on its way to the core
    uint16_t backpressure = 0;
  };

  static size_t Index(int end) { return static_cast<size_t>(end); }
  uint32_t CreditsInUse(int end, int traffic_class) const;
  uint16_t BackpressureOf(int end) const;
  void Free(int end, const link::DeliveredBeat& on_core_wires);
  bool AtRest() const;

  FrameLinkParameters parameters_;
  cycle::RetryEnds ends_;
  std::array<Side, 2> sides_;
};

}  // namespace linkwright::ethernet
