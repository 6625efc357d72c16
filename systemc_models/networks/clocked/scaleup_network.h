// SPDX-License-Identifier: Apache-2.0
// A clocked single-tier pod: accelerators with one scale-up port per plane, links with credits and
// the planes' switches, flit by flit. What happens in which cycle, gating, symmetry and limits:
// docs/models/cycle_network.md.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/units/duration.h"
#include "systemc_models/networks/clocked/clocked_network.h"
#include "systemc_models/networks/retry/link_errors.h"

namespace linkwright::clocked {

struct ScaleUpParameters {
  units::Duration clock_period =
      units::Duration::Picoseconds(640);  // one flit per port and direction
  // Of accelerators, if they have a clock of their own: every wire between them and a switch or a
  // link with retry is then a synchroniser (wires.h), latencies are in cycles of whoever samples,
  // and cycles are told in those of the switches.
  std::optional<units::Duration> endpoint_clock_period;
  // Cycles from a flit on the output register of one end to its sampling at the other end, >= 1.
  int link_latency_cycles = 1;
  // Cycles from a MEMBER_READ's arrival to the first flit of its answer, >= 1.
  int memory_latency_cycles = 1;
  // Receive buffer of an accelerator port: packet slots per virtual channel, advertised as credits.
  int endpoint_slots_per_vc = 64;
  // Outstanding REDUCE_READs per accelerator port; at least the variant's ReductionEntries keeps
  // the switch busy.
  int reduce_window = 32;
  // Virtual channels of the variant: credits are returned for all, traffic uses 0 (requests) and 1
  // (responses).
  int virtual_channels = 2;
  // Cycles between repetitions of an accelerator port's credit limits while it is clocked; 0:
  // never.
  int credit_refresh_cycles = 1024;
  // Simulate plane 0 only; the other planes carry identical traffic by construction. Their data is
  // moved at completion and metrics are scaled by the number of planes.
  bool exploit_symmetry = false;
  // Idle switches and endpoints are not clocked. Off only to show that it makes no difference.
  bool clock_gating = true;
  // Transfers in flight and no flit moved anywhere for this long, and a memory latency more
  // (nothing moves while all wait for memory), is a deadlock: RunFailure saying who waits for what.
  int64_t watchdog_cycles = 50'000;
  // Every link gets link-level retry and may lose what it carries. With errors, planes differ:
  // exploit_symmetry is then an InternalError.
  std::optional<retry::LinkRetryParameters> retry;
};

class ScaleUpNetwork final : public ClockedNetwork {
 public:
  // `topology` is a single tier: every accelerator has one link to the one switch of every plane,
  // and switch ports ascend with accelerators (InternalError otherwise). It is read in the
  // constructor only. Only simulated planes have devices: one if symmetry is exploited.
  ScaleUpNetwork(const topology::Topology& topology, const ScaleUpParameters& parameters,
                 const NetworkContext& context);

  // Members in ascending accelerator order, which is ascending port order (InternalError
  // otherwise). Group ids count from 0 and are the switch's group numbers; the driver programs the
  // masks.
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override;
  void AppendMetrics(telemetry::RunReport& report) const override;
};

}  // namespace linkwright::clocked
