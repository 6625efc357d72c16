// SPDX-License-Identifier: Apache-2.0
// A single-tier pod clocked in the SystemC kernel: endpoints, links and switches, flit by flit.
// Each switch is whatever ClockedSwitch the factory makes (twin, verilated RTL, a test's own); the
// network cannot tell. Includes no <systemc>. What happens in which cycle, gating, symmetry and
// limits: docs/models/cycle_network.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "foundation/units/duration.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/cycle/link_errors.h"

namespace linkwright::cycle {

struct CycleNetworkParameters {
  units::Duration clock_period =
      units::Duration::Picoseconds(640);  // one flit per port and direction
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
  std::optional<LinkRetryParameters> retry;
};

struct CycleNetworkContext {
  // Called once per simulated switch, in plane order. The switch has at least as many ports as the
  // topology's node uses.
  std::function<std::unique_ptr<interfaces::ClockedSwitch>(int switch_index)> make_switch;
  // With retry, called once per link with its path ("pod0.accelerator3.link1"): what makes the
  // ports at its two ends. Empty, here or as an answer: twins.
  std::function<link::LinkDeviceFactory(const std::string& link_path)> make_link_port;
  // Once true, an access to registers that has to wait ends in a RunFailure; may be null.
  const std::atomic<bool>* interrupted = nullptr;
};

class CycleNetwork final : public interfaces::Network, public interfaces::DeviceHost {
 public:
  // `topology` is a single tier: every accelerator has one link to the one switch of every plane,
  // and switch ports ascend with accelerators (InternalError otherwise). It is read in the
  // constructor only.
  CycleNetwork(const topology::Topology& topology, const CycleNetworkParameters& parameters,
               const CycleNetworkContext& context);
  ~CycleNetwork() override;

  int endpoints() const override;
  units::SimTime Now() const override;
  units::Duration ClockPeriod() const override;
  // Source and landing buffers as in TransferRequest. The first flit is on the wire one cycle after
  // Now().
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override;
  units::SimTime NextEvent() const override;
  // Throws RunFailure on an error response; after that only destruction is allowed.
  void RunUntil(units::SimTime t) override;
  bool Quiet() const override;
  // Members in ascending accelerator order, which is ascending port order (InternalError
  // otherwise). Group ids count from 0 and are the switch's group numbers; the driver programs the
  // masks.
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override;
  // One per simulated switch: a single one if symmetry is exploited.
  std::vector<interfaces::Device*> Devices() override;
  bool TakeInterrupt(int device) override;
  void AppendMetrics(telemetry::RunReport& report) const override;
  interfaces::Activity activity() const override;
  std::string DescribeWait() const override;

 private:
  class Pod;
  std::unique_ptr<Pod> pod_;
};

}  // namespace linkwright::cycle
