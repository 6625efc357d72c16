// SPDX-License-Identifier: Apache-2.0
// What a link of the clocked network loses: settings, and the seeded process that applies them to
// one direction. Meaning and figures: docs/models/cycle_network.md, Links with retry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "systemc_models/channel/error_process.h"

namespace linkwright::retry {

// Independent causes, all off by default; probabilities are in [0, 1].
struct LinkErrorRates {
  double frame_error_rate = 0;   // that a frame is damaged, per transmission
  double control_loss_rate = 0;  // that a control set or a credit is lost
  // Bit-error rate before the RS(544,514) code, in [0, 1). A codeword is 640 bytes long; one that
  // fails damages every frame and loses every control set that it carries a part of.
  double bit_error_rate = 0;
};

// Rates that hold from `cycle` on, for the links that have all of this in common; -1: any. In a
// network cycles count from the first Start.
struct LinkErrorChange {
  int64_t cycle = 0;
  int accelerator = -1;
  int plane = -1;
  LinkErrorRates rates;
  int link = -1;  // number of the link in its topology
};

// Cycles in which a link is down; what is on it is lost and sent again when it is up. The cores at
// its ends are not told (where they are, links have events instead). As above, -1: any.
struct LinkOutage {
  static constexpr int64_t kForGood = std::numeric_limits<int64_t>::max() / 2;  // as `to`
  int64_t from = 0;
  int64_t to = 0;  // the first cycle in which it is up again
  int accelerator = -1;
  int plane = -1;
  int link = -1;
};

// Does a change or an outage concern the link of that number, which is an accelerator's (or
// nobody's, -1) in a plane?
template <class Event>
bool Concerns(const Event& event, int link, int accelerator, int plane) {
  return (event.link == -1 || event.link == link) &&
         (event.accelerator == -1 || event.accelerator == accelerator) &&
         (event.plane == -1 || event.plane == plane);
}

// Those of a list that concern it.
template <class Event>
std::vector<Event> Concerning(const std::vector<Event>& events, int link, int accelerator,
                              int plane) {
  std::vector<Event> concerning;
  for (const Event& event : events) {
    if (Concerns(event, link, accelerator, plane)) concerning.push_back(event);
  }
  return concerning;
}

struct LinkRetryParameters {
  LinkErrorRates rates;
  std::vector<LinkErrorChange> changes;  // ascending cycles; of equal ones the last counts
  std::vector<LinkOutage> outages;       // of pods of flits; ascending, apart from one another
  uint64_t seed = 1;
  // Frames that may wait for their acknowledgement; 0: as many as fit into the loop.
  int window_frames = 0;
  // Cycles without progress before everything unacknowledged is sent again; 0: twice the loop.
  int replay_timer_cycles = 0;
  int ack_spacing_cycles = 32;  // between two ACKs, and between two INITs
  // While an end lacks a credit limit that was lost, the limit is repeated this often.
  int credit_repeat_cycles = 256;
};

class LinkErrors {
 public:
  static constexpr int64_t kCodewordBytes = 640;  // of frames; ten beats

  // The changes are those that concern this link, in cycles of the calls below. `line_bytes`: what
  // the line carries in a cycle.
  LinkErrors(const LinkErrorRates& rates, std::vector<LinkErrorChange> changes, uint64_t seed,
             const std::string& path, int line_bytes = 64);

  // In place of the changes still to come.
  void SetChanges(std::vector<LinkErrorChange> changes);

  // Is there a chance that something gets through, now or after a change to come?
  bool MayGetThrough() const {
    return next_change_ < changes_.size() ||
           (frames_.failure_probability() < 1 && controls_.failure_probability() < 1 &&
            codewords_.failure_probability() < 1);
  }

  // Does the codeword that carries the beat of `cycle` fail? Cycles ascend.
  bool CodewordFails(int64_t cycle);
  // Is the frame damaged whose first beat leaves in `cycle`?
  bool FrameFails(int64_t cycle);
  // Is a control set or a credit lost that leaves in `cycle`?
  bool ControlFails(int64_t cycle);

 private:
  void ApplyChanges(int64_t cycle);

  int line_bytes_;
  std::vector<LinkErrorChange> changes_;
  std::vector<double> codeword_changes_;  // failure probabilities after each change
  size_t next_change_ = 0, next_codeword_change_ = 0;
  channel::ErrorProcess frames_, controls_, codewords_;
  int64_t codeword_ = -1;  // the last one drawn
  bool codeword_fails_ = false;
};

}  // namespace linkwright::retry
