// SPDX-License-Identifier: Apache-2.0
// A full-duplex link with link-level retry between two cores: two RetryEnds, and in front of them
// what the cores hand over. Fronts: FlitRetryLink (flits and credits), FrameRetryLink (frames under
// PFC or CBFC). Plain C++, clocked by its owner.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/retry/frame_front.h"
#include "systemc_models/networks/retry/retry_ends.h"

namespace linkwright::retry {

// What either core drives, or gets, in a cycle.
using Beats = std::array<interfaces::PortBeat, 2>;

class RetryLink {
 public:
  virtual ~RetryLink() = default;

  // One cycle: takes what the cores drove (two beats, by end, valid flags either way) and says what
  // they get (likewise).
  virtual void Step(int64_t cycle, std::span<const interfaces::PortBeat> in, Beats& out) = 0;

  // Those of this link, in cycles of Step, ascending; in place of what was still to come. In an
  // outage the link is down by itself: nobody tells the cores.
  void SetChanges(const std::vector<LinkErrorChange>& changes) { ends_.SetChanges(changes); }
  void SetOutages(std::vector<LinkOutage> outages);
  // A link that goes down loses what is on it.
  void SetUp(bool up) { ends_.SetUp(up); }

  // Of the core at `end`, before Step: what it has in use, if it tells; and what it may not send
  // after Step, as SwitchInputs::backpressure.
  bool tells_occupancy(int end) const { return tells_occupancy_[Index(end)]; }
  void SetOccupancy(int end, const Occupancy& cells) { occupancy_[Index(end)] = cells; }
  uint16_t backpressure(int end) const { return backpressure_[Index(end)]; }

  // Without anything from a core, and with occupancies unchanged, a cycle would change nothing.
  bool quiet() const { return ends_.quiet(); }
  const RetryEnds& ends() const { return ends_; }
  // Of the direction that begins at `end`.
  RetryCounters counters(int end) const { return ends_.counters(end); }
  // It is down for a time, or sends again what may still get through.
  bool Recovering() const;
  // It is down for good, or sends again what can never get through. Down by SetUp, it is neither:
  // its ports have thrown away what they had.
  bool Hopeless() const;
  // Why frames wait, for deadlock reports; empty if none does.
  std::string DescribeWait() const;

 protected:
  explicit RetryLink(RetryEnds ends, std::array<bool, 2> tells_occupancy = {})
      : ends_(std::move(ends)), tells_occupancy_(tells_occupancy) {}

  static size_t Index(int end) { return static_cast<size_t>(end); }
  static int PowerOfTwo(int at_least);
  // Takes the link down and up as its outages say.
  void ApplyOutages(int64_t cycle);
  // `beats` wait in front of the transmitter at `end`.
  void CountQueue(int end, size_t beats);
  virtual size_t queued(int end) const = 0;
  // Something is sent again until it is known to have arrived.
  virtual bool Resends() const { return ends_.HasOutstanding(); }

  RetryEnds ends_;
  std::array<Occupancy, 2> occupancy_{};
  std::array<uint16_t, 2> backpressure_{};

 private:
  std::array<bool, 2> tells_occupancy_;
  bool InOutage() const { return next_outage_ < outages_.size(); }  // while it is down

  std::vector<LinkOutage> outages_;
  size_t next_outage_ = 0;
};

}  // namespace linkwright::retry
