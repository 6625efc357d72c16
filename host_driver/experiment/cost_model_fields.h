// SPDX-License-Identifier: Apache-2.0
// The executor's cost model as configuration; sources of the defaults are in host_driver/executor/cost_model.h.
#pragma once

#include "foundation/config/config.h"
#include "host_driver/executor/cost_model.h"

namespace linkwright::config {

template <>
struct Describe<executor::PrimitiveCost> {
  using T = executor::PrimitiveCost;
  static constexpr std::string_view kName = "primitive";
  static constexpr std::string_view kDoc = "a slice takes its thread block max(floor, bytes / rate)";
  template <class V>
  static void Fields(V& v) {
    v.Field("floor", &T::floor, "shortest time").AtLeast(units::Duration::Zero());
    v.Field("rate", &T::rate, "bytes per time of long slices").Above(units::BitRate::Zero());
  }
};

template <>
struct Describe<executor::ProtocolCost> {
  using T = executor::ProtocolCost;
  static constexpr std::string_view kName = "protocol";
  static constexpr std::string_view kDoc = "FIFO, flags and primitives of one protocol";
  template <class V>
  static void Fields(V& v) {
    v.Field("message", &T::message, "largest piece of a chunk moved in one iteration").Above(units::Bytes(0));
    v.Field("slices_per_message", &T::slices_per_message, "slices a message is sent in").Range(1, 64);
    v.Field("min_slice", &T::min_slice, "smallest slice but the last").Above(units::Bytes(0));
    v.Field("fifo_slices", &T::fifo_slices, "slices a sender may be ahead").Range(1, 4096);
    v.Field("signal_latency", &T::signal_latency, "data landed to flag written").AtLeast(units::Duration::Zero());
    v.Field("wait_latency", &T::wait_latency, "flag written to poller going on").AtLeast(units::Duration::Zero());
    v.Field("send", &T::send, "read and send");
    v.Field("recv", &T::recv, "receive and write");
    v.Field("recv_copy_send", &T::recv_copy_send, "receive, write and send on");
    v.Field("recv_reduce_send", &T::recv_reduce_send, "receive, reduce and send on");
    v.Field("recv_reduce_copy", &T::recv_reduce_copy, "receive, reduce and write");
    v.Field("recv_reduce_copy_send", &T::recv_reduce_copy_send, "receive, reduce, write and send on");
  }
};

template <>
struct Describe<executor::CostModel> {
  using T = executor::CostModel;
  static constexpr std::string_view kName = "cost";
  static constexpr std::string_view kDoc = "what accelerators need for the steps of a kernel";
  template <class V>
  static void Fields(V& v) {
    constexpr auto kZero = units::Duration::Zero();
    v.Field("launch_latency", &T::launch_latency, "host call to first instruction").AtLeast(kZero);
    v.Field("step_overhead", &T::step_overhead, "fetch and decode of an instruction").AtLeast(kZero);
    v.Field("dependence_latency", &T::dependence_latency, "step complete to waiting thread block going on")
        .AtLeast(kZero);
    v.Field("barrier_latency", &T::barrier_latency, "last arrival to leaving").AtLeast(kZero);
    v.Field("memory_rate", &T::memory_rate, "of an accelerator's memory, shared by its thread blocks")
        .Above(units::BitRate::Zero());
    v.Field("copy", &T::copy, "local copy");
    v.Field("reduce", &T::reduce, "local reduction");
    v.Field("multimem", &T::multimem, "issue of in-network operations");
    v.Field("multimem_slice", &T::multimem_slice, "bytes of one in-network operation").Above(units::Bytes(0));
    v.Field("multimem_outstanding", &T::multimem_outstanding, "in-network operations under way per thread block")
        .Range(1, 4096);
    v.Field("simple", &T::simple, "protocol simple");
    v.Field("ll", &T::ll, "protocol ll");
    v.Field("ll128", &T::ll128, "protocol ll128");
  }
};

}  // namespace linkwright::config
