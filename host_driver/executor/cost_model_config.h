// SPDX-License-Identifier: Apache-2.0
// The cost model in scenarios: `cost: {launch_latency: 6.6us, simple: {fifo_slices: 8}}`.
#pragma once

#include <string>
#include <string_view>

#include "foundation/config/config.h"
#include "host_driver/executor/cost_model.h"

namespace linkwright::config {

// Beyond these a run of many steps leaves the 106 days that simulated time can count; no
// accelerator is near them.
inline constexpr units::Duration kLongest = units::Duration::Seconds(1);
inline constexpr units::BitRate kSlowest = units::BitRate::BitsPerSecond(1'000'000);

template <>
struct Describe<executor::PrimitiveCost> {
  static constexpr std::string_view kName = "primitive";
  static constexpr std::string_view kDoc =
      "how long a thread block works on a slice: max(floor, bytes / rate)";
  template <class Visitor>
  static void Fields(Visitor& v) {
    using Cost = executor::PrimitiveCost;
    v.Field("floor", &Cost::floor, "least time for a slice")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("rate", &Cost::rate, "rate of one thread block").AtLeast(kSlowest);
  }
};

template <>
struct Describe<executor::ProtocolCost> {
  static constexpr std::string_view kName = "protocol";
  static constexpr std::string_view kDoc = "a protocol of FIFO steps: sizes and times";
  template <class Visitor>
  static void Fields(Visitor& v) {
    using Cost = executor::ProtocolCost;
    v.Field("message", &Cost::message, "largest message, the stripe one iteration moves")
        .AtLeast(units::Bytes(16));
    v.Field("slices_per_message", &Cost::slices_per_message, "slices a message is sent in")
        .Range(1, 1024);
    v.Field("min_slice", &Cost::min_slice, "smallest slice but a message's last")
        .AtLeast(units::Bytes(16));
    v.Field("fifo_slices", &Cost::fifo_slices,
            "places of a connection, of which a message takes slices_per_message")
        .Range(1, 65'536);
    v.Field("signal_latency", &Cost::signal_latency, "data landed to flag written")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("credit_latency", &Cost::credit_latency, "slice consumed to place free at the sender")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("wait_latency", &Cost::wait_latency, "flag written to the poller going on")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("send", &Cost::send, "work of a send");
    v.Field("recv", &Cost::recv, "work of a receive");
    v.Field("recv_copy_send", &Cost::recv_copy_send, "work of receive, copy, send");
    v.Field("recv_reduce_send", &Cost::recv_reduce_send, "work of receive, reduce, send");
    v.Field("recv_reduce_copy", &Cost::recv_reduce_copy, "work of receive, reduce, copy");
    v.Field("recv_reduce_copy_send", &Cost::recv_reduce_copy_send,
            "work of receive, reduce, copy, send");
  }
  // Programs such as a ring send a message before they receive one: it must fit into the FIFO.
  static void Check(const executor::ProtocolCost& cost, const Node& at, Diagnostics& diagnostics) {
    if (cost.fifo_slices >= cost.slices_per_message) return;
    diagnostics.Error(at.LocationOf("fifo_slices"),
                      "fifo_slices must be at least slices_per_message, or rings stop for ever; "
                      "found " +
                          std::to_string(cost.fifo_slices) + " and " +
                          std::to_string(cost.slices_per_message));
  }
};

template <>
struct Describe<executor::CostModel> {
  static constexpr std::string_view kName = "cost";
  static constexpr std::string_view kDoc =
      "what an accelerator needs for the steps of a kernel (docs/models/collectives.md)";
  template <class Visitor>
  static void Fields(Visitor& v) {
    using Cost = executor::CostModel;
    v.Field("launch_latency", &Cost::launch_latency, "host call to first instruction")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("step_overhead", &Cost::step_overhead, "fetch and decode of an instruction")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("dependence_latency", &Cost::dependence_latency,
            "step complete to seen by another thread block of the rank")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("barrier_latency", &Cost::barrier_latency,
            "last arrival to leaving a barrier; signal to wait")
        .Range(units::Duration::Zero(), kLongest);
    v.Field("memory_rate", &Cost::memory_rate, "memory of an accelerator, shared by its work")
        .AtLeast(kSlowest);
    v.Field("copy", &Cost::copy, "work of a local copy");
    v.Field("reduce", &Cost::reduce, "work of a local reduction");
    v.Field("multimem", &Cost::multimem, "issue of an in-network operation");
    v.Field("multimem_slice", &Cost::multimem_slice, "bytes of one in-network transfer")
        .AtLeast(units::Bytes(16));
    v.Field("multimem_outstanding", &Cost::multimem_outstanding,
            "in-network transfers of a thread block under way")
        .Range(1, 4096);
    v.Field("simple", &Cost::simple, "protocol Simple");
    v.Field("ll", &Cost::ll, "protocol LL");
    v.Field("ll128", &Cost::ll128, "protocol LL128");
  }
};

}  // namespace linkwright::config
