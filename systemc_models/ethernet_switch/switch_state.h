// SPDX-License-Identifier: Apache-2.0
// Registers and memories that more than one stage of the switch uses. Stages keep what only they
// use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/counters.h"
#include "systemc_models/ethernet_switch/egress.h"
#include "systemc_models/ethernet_switch/frame_store.h"
#include "systemc_models/ethernet_switch/mmu.h"
#include "systemc_models/ethernet_switch/pfc.h"
#include "systemc_models/ethernet_switch/queues.h"
#include "systemc_models/ethernet_switch/random_bank.h"
#include "systemc_models/ethernet_switch/watchdog.h"

namespace linkwright::ethernet_switch {

struct SwitchState {
  explicit SwitchState(const Variant& v)
      : variant(v),
        words(WordsFor(v.ports)),
        most_frame_cells(
            (spec::ethernet_switch::kMaxFrameBytes / spec::ethernet_switch::kBeatBytes +
             v.cell_beats - 1) /
            v.cell_beats),
        control(v),
        counters(v.ports),
        beats(static_cast<std::size_t>(v.cells) * v.cell_beats +
              static_cast<std::size_t>(v.ports) * (v.egress_pad + 4)),
        frames(static_cast<std::size_t>(v.cells) + 4 * v.ports),
        mmu(v.ports),
        queues(v.ports),
        pfc(v.ports, v.line_bytes),
        watchdog(v.ports),
        egress(v.ports, v.egress_pad),
        route(v.ports, 0x9E3779B9),
        mark(v.ports, 0x85EBCA6B),
        leave(v.ports, 0xC2B2AE35),
        spray(v.ports) {}

  /// The queue is in a storm that empties it: its frames are discarded and new ones refused.
  bool StormDrops(int output, int c) const {
    using spec::ethernet_switch::StormAction;
    return control.watchdog_action >= static_cast<std::uint32_t>(StormAction::kDrop) &&
           watchdog.Storm(output, c);
  }

  Variant variant;
  int words;
  int most_frame_cells;
  std::uint64_t tick = 0;  // since reset, while the clock runs
  std::uint32_t now = 0;   // `time` as sampled at the last edge
  std::uint32_t scan = 0;  // own count of ticks in which a pause, XOFF or storm is there
  Control control;
  Counters counters;
  BeatPool beats;
  FramePool frames;
  Mmu mmu;
  Queues queues;
  Pfc pfc;
  Watchdog watchdog;
  Egress egress;
  RandomBank route, mark, leave;
  SprayPointers spray;
  std::vector<FrameIndex> given_up;  // frames that their outputs do not wait for, in this tick
};

}  // namespace linkwright::ethernet_switch
