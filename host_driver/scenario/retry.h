// SPDX-License-Identifier: Apache-2.0
// What a scenario may say about links with link-level retry: what they lose, and when that changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/units/units.h"

namespace linkwright::scenario {

inline constexpr double kHighestBitErrorRate = 0.5;  // noise

// From `at` on; what is left out has the value of the RetryConfig around it.
struct RetryChange {
  units::Duration at;
  std::vector<std::string> links;  // neither these nor the next two: all links
  std::optional<int> accelerator, plane;
  std::optional<double> bit_error_rate, frame_error_rate, control_loss_rate;
};

struct LinkOutage {
  std::string link;
  units::Duration at;
  std::optional<units::Duration> lasts;  // none: for good
};

struct RetryConfig {
  double bit_error_rate = 0, frame_error_rate = 0, control_loss_rate = 0;
  std::optional<int> window_frames;
  std::optional<units::Duration> replay_timer, ack_spacing;
  std::vector<RetryChange> changes;
  std::vector<LinkOutage> down;
  std::vector<std::string> rtl_links;
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Describe<scenario::RetryChange> {
  using T = scenario::RetryChange;
  static constexpr std::string_view kName = "retry_change";
  static constexpr std::string_view kDoc =
      "other error rates from a time on; a rate that is left out is that of `retry`";
  template <class V>
  static void Fields(V& v) {
    v.Field("at", &T::at, "from the start of the collective; changes stand in order of time")
        .Required()
        .Range(units::Duration::Zero(), units::Duration::Seconds(1));
    v.Field("links", &T::links,
            "links that it concerns, each by an end (\"pod0.accelerator3:1\", \"pod0.leaf0:4\": "
            "node and "
            "port); without links, accelerator and plane: all");
    v.Field("accelerator", &T::accelerator,
            "all links of this accelerator (with plane: the one in it)")
        .Range(0, 143);
    v.Field("plane", &T::plane, "all links of this plane").Range(0, 63);
    v.Field("bit_error_rate", &T::bit_error_rate, "as in `retry`")
        .Range(0, scenario::kHighestBitErrorRate);
    v.Field("frame_error_rate", &T::frame_error_rate, "as in `retry`").Range(0, 1);
    v.Field("control_loss_rate", &T::control_loss_rate, "as in `retry`").Range(0, 1);
  }
};

template <>
struct Describe<scenario::LinkOutage> {
  using T = scenario::LinkOutage;
  static constexpr std::string_view kName = "outage";
  static constexpr std::string_view kDoc = "a link that carries nothing for a time";
  template <class V>
  static void Fields(V& v) {
    v.Field("link", &T::link, "the link by an end (\"pod0.accelerator3:1\")").Required().NotEmpty();
    v.Field("at", &T::at, "from the start of the collective")
        .Required()
        .Range(units::Duration::Zero(), units::Duration::Seconds(1));
    v.Field("lasts", &T::lasts, "until it is up again; left out: it stays down")
        .Range(units::Duration::Picoseconds(1), units::Duration::Seconds(1));
  }
};

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
    v.Field("changes", &T::changes, "error rates that change during the run");
    v.Field("down", &T::down, "links that go down, and come up again");
    v.Field("rtl_links", &T::rtl_links,
            "links whose ends are verilated RTL instead of its twin, each by an end; `all` stands "
            "for every link");
  }
};

}  // namespace linkwright::config
