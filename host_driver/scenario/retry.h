// SPDX-License-Identifier: Apache-2.0
// What a scenario may say about links with link-level retry, and about what they lose from the
// start; what changes during a run is in `faults`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/units/units.h"
#include "host_driver/scenario/faults.h"

namespace linkwright::scenario {

struct RetryConfig {
  double bit_error_rate = 0, frame_error_rate = 0, control_loss_rate = 0;
  std::optional<int> window_frames;
  std::optional<units::Duration> replay_timer, ack_spacing;
  std::vector<std::string> rtl_links;
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Describe<scenario::RetryConfig> {
  using T = scenario::RetryConfig;
  static constexpr std::string_view kName = "retry";
  static constexpr std::string_view kDoc =
      "link-level retry at both ends of every link, and what links lose";
  template <class V>
  static void Fields(V& v) {
    v.Field("bit_error_rate", &T::bit_error_rate,
            "of a link before its RS(544,514) code; codewords that fail damage what they carry")
        .Range(0, scenario::kHighestBitErrorRate);
    v.Field("frame_error_rate", &T::frame_error_rate,
            "probability that a frame is damaged, per transmission")
        .Range(0, 1);
    v.Field("control_loss_rate", &T::control_loss_rate,
            "probability that a control set or a credit is lost")
        .Range(0, 1);
    v.Field("window_frames", &T::window_frames,
            "frames that may wait for their acknowledgement; default: what the link's round trip "
            "needs")
        .Range(1, 512);
    v.Field("replay_timer", &T::replay_timer,
            "time without progress before all that is unacknowledged is sent again; default: two "
            "round trips")
        .Range(units::Duration::Nanoseconds(1), units::Duration::Milliseconds(1));
    v.Field("ack_spacing", &T::ack_spacing,
            "least time between two ACKs; default: 32 cycles (2048 bytes)")
        .Range(units::Duration::Zero(), units::Duration::Microseconds(20));
    v.Field("rtl_links", &T::rtl_links,
            "links whose ends are verilated RTL instead of its twin, each by an end; `all` stands "
            "for every link");
  }
};

}  // namespace linkwright::config
