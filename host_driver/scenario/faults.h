// SPDX-License-Identifier: Apache-2.0
// Section `faults`: everything that breaks and heals during a run, each with its time.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/config/config.h"
#include "foundation/units/units.h"

namespace linkwright::scenario {

inline constexpr double kHighestBitErrorRate = 0.5;  // noise

struct LinkDown {
  std::string link;
  units::Duration at;
  std::optional<units::Duration> lasts;  // none: for good
};

// From `at` on; a rate that is left out is the one that network.retry says.
struct LinkErrors {
  units::Duration at;
  std::vector<std::string> links;  // neither these nor the next two: all links
  std::optional<int> accelerator, plane;
  std::optional<double> bit_error_rate, frame_error_rate, control_loss_rate;
};

using Fault = std::variant<LinkDown, LinkErrors>;

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct Describe<scenario::LinkDown> {
  using T = scenario::LinkDown;
  static constexpr std::string_view kName = "link_down";
  static constexpr std::string_view kDoc =
      "a link that carries nothing, for a time or for good; on clocked scale-up pods it needs "
      "network.retry";
  template <class V>
  static void Fields(V& v) {
    v.Field("link", &T::link,
            "the link by an end, node and port (\"pod0.accelerator3:1\", \"pod0.leaf0:4\")")
        .Required()
        .NotEmpty();
    v.Field("at", &T::at, "from the start of the first transfer")
        .Required()
        .Range(units::Duration::Zero(), units::Duration::Seconds(1));
    v.Field("lasts", &T::lasts, "until it is up again; left out: it stays down")
        .Range(units::Duration::Picoseconds(1), units::Duration::Seconds(1));
  }
};

template <>
struct Describe<scenario::LinkErrors> {
  using T = scenario::LinkErrors;
  static constexpr std::string_view kName = "link_errors";
  static constexpr std::string_view kDoc =
      "other error rates from a time on, on clocked networks; a rate that is left out is that of "
      "network.retry, which they need";
  template <class V>
  static void Fields(V& v) {
    v.Field("at", &T::at,
            "from the start of the first transfer; link_errors stand in order of time")
        .Required()
        .Range(units::Duration::Zero(), units::Duration::Seconds(1));
    v.Field("links", &T::links,
            "links that it concerns, each by an end (\"pod0.accelerator3:1\", \"pod0.leaf0:4\": "
            "node and port); without links, accelerator and plane: all");
    v.Field("accelerator", &T::accelerator,
            "all links of this accelerator (with plane: the one in it)")
        .AtLeast(0);
    v.Field("plane", &T::plane, "all links of this plane").AtLeast(0);
    v.Field("bit_error_rate", &T::bit_error_rate, "as in network.retry")
        .Range(0, scenario::kHighestBitErrorRate);
    v.Field("frame_error_rate", &T::frame_error_rate, "as in network.retry").Range(0, 1);
    v.Field("control_loss_rate", &T::control_loss_rate, "as in network.retry").Range(0, 1);
  }
};

}  // namespace linkwright::config
