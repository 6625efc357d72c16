// SPDX-License-Identifier: Apache-2.0
// Judges an Ethernet switch by its wires and by what its page promises
// (docs/models/ethernet_switch.md): order, loss, duplication, and a bound on every wait. It knows
// neither twin nor RTL, and looks at no register.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/oracle/finding.h"
#include "systemc_models/traffic/frame_builder.h"

namespace linkwright::oracle {

/// Names a frame: `sequence` counts the frames of a flow, which stay in order. Written into bytes
/// 44 to 59, which no header of an untagged frame reaches.
struct FrameName {
  std::uint32_t flow = 0;
  std::uint64_t sequence = 0;
};
/// A frame of at least 64 bytes.
void NameFrame(traffic::FrameBytes& frame, const FrameName& name);

struct EthernetPromises {
  /// No named frame that came good is lost.
  bool lossless = true;
  /// A frame that came whole leaves within so many ticks; 0: nothing promised.
  std::int64_t most_ticks_inside = 0;
  /// A class that was stopped and holds no cell is let go within so many ticks; 0: nothing
  /// promised.
  std::int64_t most_ticks_stopped = 0;
  /// A class that was stopped and holds cells is told so again within so many ticks; 0: nothing
  /// promised.
  std::int64_t most_ticks_to_repeat = 0;
  /// A class that has not held more cells than this is not stopped; 0: nothing promised.
  std::uint32_t cells_unstopped = 0;
  /// A flow leaves by one port as long as its link is up, and by it again once it is back.
  bool steady_ways = false;
};

class EthernetOracle {
 public:
  EthernetOracle(int ports, const EthernetPromises& promises);

  /// After every tick: the wires that stood before the switch in it, and those it drove then.
  void Observe(const interfaces::SwitchInputs& inputs, const interfaces::SwitchOutputs& outputs);
  /// Nothing more comes: what is inside now is lost.
  void Finish();

  /// What was promised and not kept.
  const Findings& findings() const { return findings_; }
  std::int64_t frames_in() const { return frames_in_; }
  std::int64_t frames_out() const { return frames_out_; }
  /// The longest that a class without a cell stayed stopped.
  std::int64_t longest_stop() const { return longest_stop_; }
  /// PFC frames that left.
  std::int64_t pauses() const { return pauses_; }

 private:
  static constexpr int kClasses = 8;
  struct Inside {
    FrameName name;
    int port = 0;
    std::int64_t since = -1;  // tick of its tail; before that it is still coming
    bool bad = false;         // was cut off, or ended in an error: it need not come out
    bool out = false;
  };
  struct Way {
    int home = -1;
    int last = -1;
    bool lost = false;       // the link of `last` went down since
    bool home_lost = false;  // that of `home`
  };
  struct Stop {
    std::uint32_t most_cells = 0;
    bool stopped = false;
    std::int64_t said = 0;   // ticks since it was said
    std::int64_t empty = 0;  // ticks without a cell
  };
  void In(int port, const interfaces::FlitBeat& beat);
  void Out(int port, const interfaces::FlitBeat& beat);
  void Pause(int port, const interfaces::FlitBeat& beat);
  void Steady(int port, std::uint32_t flow);
  void WaitInside();
  void WaitForPause(int port, const interfaces::SwitchInputs& inputs,
                    const interfaces::SwitchOutputs& outputs);
  void Convict(const std::string& what);

  EthernetPromises promises_;
  std::deque<Inside> inside_;  // in the order in which they came
  std::uint64_t first_ = 0;    // number of inside_.front()
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t> known_;  // name to number
  std::map<std::uint32_t, std::uint64_t> next_;  // of a flow: first sequence that may still leave
  std::vector<std::optional<std::uint64_t>> coming_;  // number of the frame at each input
  std::vector<std::optional<FrameName>> leaving_;
  std::vector<std::array<Stop, kClasses>> stop_;
  std::map<std::uint32_t, Way> ways_;  // of the flows
  std::int64_t tick_ = 0;
  std::int64_t frames_in_ = 0;
  std::int64_t frames_out_ = 0;
  std::int64_t longest_stop_ = 0;
  std::int64_t pauses_ = 0;
  Findings findings_;
};

}  // namespace linkwright::oracle
