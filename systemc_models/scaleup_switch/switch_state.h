// SPDX-License-Identifier: Apache-2.0
// The registers and memories that more than one stage of the switch uses. Stages keep what only
// they use.
#pragma once

#include <cstddef>
#include <cstdint>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/scaleup_switch/control.h"
#include "systemc_models/scaleup_switch/counters.h"
#include "systemc_models/scaleup_switch/credits.h"
#include "systemc_models/scaleup_switch/flit_pool.h"
#include "systemc_models/scaleup_switch/packet_queues.h"
#include "systemc_models/scaleup_switch/packet_store.h"
#include "systemc_models/scaleup_switch/reduction_table.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::Variant;

struct SwitchState {
  explicit SwitchState(const Variant& v)
      : variant(v),
        has_reduction(v.reduction_entries > 0),
        inputs(v.ports + (has_reduction ? 1 : 0)),
        control(v.ports, inputs, v.groups),
        counters(v.ports),
        flits(FlitCapacity(v)),
        packets(v.ports, v.virtual_channels, v.slots_per_vc, v.result_slots),
        unicast(inputs, v.ports, v.virtual_channels,
                v.queue_mode == spec::scaleup_switch::QueueMode::kFifo),
        multicast(v.ports),
        receiver(v.ports, v.virtual_channels, v.slots_per_vc),
        sender(v.ports, v.virtual_channels),
        reductions(v.ports, v.reduction_entries) {}

  // Every slot full, a flit in every capture and egress register, every operand and result there.
  static std::size_t FlitCapacity(const Variant& v) {
    const auto ports = static_cast<std::size_t>(v.ports);
    return (ports * v.virtual_channels * v.slots_per_vc + v.result_slots) * kMaxPacketFlits +
           ports * (v.egress_pad + 4) + ports * ports * v.reduction_entries * kMaxDataFlits;
  }

  Variant variant;
  bool has_reduction;
  int inputs;  // of the allocators; the last is the reduction unit if there is one
  std::uint64_t now = 0;
  Control control;
  Counters counters;
  FlitPool flits;
  PacketStore packets;
  UnicastQueues unicast;
  MulticastQueues multicast;
  ReceiverCredits receiver;
  SenderCredits sender;
  ReductionTable reductions;
};

}  // namespace linkwright::scaleup_switch
