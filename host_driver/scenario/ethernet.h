// SPDX-License-Identifier: Apache-2.0
// What a scenario may say about an Ethernet fabric.
#pragma once

#include <array>
#include <optional>

#include "foundation/config/config.h"
#include "foundation/units/units.h"
#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::scenario {

enum class FlowControl { kPfc, kCbfc };

struct EthernetConfig {
  spec::ethernet_switch::Balance balance = spec::ethernet_switch::Balance::kEcmp;
  int mtu = 4096;
  bool pfc = true;
  FlowControl flow_control = FlowControl::kPfc;
  std::optional<int> credit_cells;  // of the data class behind every link
  bool ecn = true;
  bool cut_through = false;
  bool hash_queue_pair = false;
  int window_frames = 64;
  units::Duration retransmit_timeout = units::Duration::Microseconds(500);
  int retry_limit = 7;
  std::optional<int> shared_cells;  // of every switch, instead of all that is left
};

}  // namespace linkwright::scenario

namespace linkwright::config {

template <>
struct EnumNames<spec::ethernet_switch::Balance> {
  using Balance = spec::ethernet_switch::Balance;
  static constexpr std::array<EnumName<Balance>, 4> kValues = {{
      {Balance::kEcmp, "ecmp", "by hash of the flow"},
      {Balance::kFlowlet, "flowlet", "by flow, anew after a gap"},
      {Balance::kSpray, "spray", "each frame the next port"},
      {Balance::kAdaptive, "adaptive", "each frame the least loaded port"},
  }};
};

template <>
struct EnumNames<scenario::FlowControl> {
  static constexpr std::array<EnumName<scenario::FlowControl>, 2> kValues = {{
      {scenario::FlowControl::kPfc, "pfc", "a full buffer pauses its sender"},
      {scenario::FlowControl::kCbfc, "cbfc", "a sender has credits for the cells of the buffer"},
  }};
};

template <>
struct Describe<scenario::EthernetConfig> {
  using T = scenario::EthernetConfig;
  static constexpr std::string_view kName = "ethernet";
  static constexpr std::string_view kDoc = "an Ethernet fabric and the transport on it";
  template <class V>
  static void Fields(V& v) {
    v.Field("balance", &T::balance, "how leaves choose among their uplinks");
    v.Field("mtu", &T::mtu, "payload bytes of a full RoCE frame")
        .Check("1024, 2048 or 4096",
               [](int mtu) { return mtu == 1024 || mtu == 2048 || mtu == 4096; });
    v.Field("pfc", &T::pfc, "whether the data class is lossless; without it full buffers drop");
    v.Field("flow_control", &T::flow_control,
            "what keeps the data class lossless: pause frames, or credits counted in cells (cbfc: "
            "both ends of a link need cells "
            "of one size; of the ready pods eth8 can)");
    v.Field("credit_cells", &T::credit_cells,
            "credits of the data class on every link (flow_control: cbfc); default: what the "
            "link's round trip needs")
        .Range(1, 1048575);
    v.Field("ecn", &T::ecn,
            "whether deep queues mark; marks are counted, no sender slows down yet");
    v.Field("cut_through", &T::cut_through,
            "whether frames leave a switch before their end has come");
    v.Field("hash_queue_pair", &T::hash_queue_pair,
            "whether the queue pair is part of the flow's hash");
    v.Field("window_frames", &T::window_frames, "unacknowledged frames per queue pair")
        .Range(1, 65536);
    v.Field("retransmit_timeout", &T::retransmit_timeout,
            "silence after which a sender goes back to its oldest unacknowledged frame")
        .Range(units::Duration::Microseconds(1), units::Duration::Seconds(1));
    v.Field("retry_limit", &T::retry_limit, "timeouts in a row that a sender bears").Range(0, 1000);
    v.Field("shared_cells", &T::shared_cells,
            "shared pool of every switch in cells, instead of all that headroom and reservations "
            "leave")
        .Range(1, 1048575);
  }
  static void Check(const T& c, const Node& at, Diagnostics& diagnostics) {
    const bool credits = c.flow_control == scenario::FlowControl::kCbfc;
    if (credits && !c.pfc) {
      diagnostics.Error(
          at.LocationOf("pfc"),
          "pfc: false lets the data class lose, credits do not; leave one of them out");
    }
    if (c.credit_cells && !credits) {
      diagnostics.Error(at.LocationOf("credit_cells"), "credit_cells is for flow_control: cbfc");
    }
  }
};

}  // namespace linkwright::config
