// SPDX-License-Identifier: Apache-2.0
// The modules of a simulated pod, wired, and the stepping of their kernel. What transfers mean is
// CycleNetwork's business.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fabric/topology/topology.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/cycle/accelerator_module.h"
#include "systemc_models/networks/cycle/alarm.h"
#include "systemc_models/networks/cycle/clocked.h"
#include "systemc_models/networks/cycle/cycle_network.h"
#include "systemc_models/networks/cycle/kernel.h"
#include "systemc_models/networks/cycle/retry_module.h"
#include "systemc_models/networks/cycle/switch_device.h"
#include "systemc_models/networks/cycle/switch_module.h"

namespace linkwright::cycle {

class PodModules {
 public:
  PodModules(const topology::Topology& topology, const CycleNetworkParameters& parameters,
             const CycleNetworkContext& context, int simulated_planes,
             endpoints::TransferTable& table);
  ~PodModules();

  int64_t cycle() const { return cycle_; }
  // Runs to `cycle`, or to an earlier edge; never past one at which a transfer completes or a
  // mailbox empties.
  // Everything of the edge it stops at has happened. Throws what a module threw.
  void RunTo(int64_t cycle);
  // Puts a transfer in line at its initiator; the first flit leaves at the next edge.
  void Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator);
  // The next edge at which a module runs; SimTime::Max() if none will of its own accord.
  units::SimTime NextEdge() const;

  const std::vector<std::unique_ptr<SwitchModule>>& switches() const { return switches_; }
  const std::vector<std::unique_ptr<AcceleratorModule>>& accelerators() const {
    return accelerators_;
  }
  // One per link, by accelerator and plane; none without retry.
  const std::vector<std::unique_ptr<RetryModule>>& retry_links() const { return retry_links_; }
  std::vector<interfaces::Device*> Devices();
  // Flits sent and received by all ports so far.
  uint64_t FlitsMoved() const;

 private:
  void MakeSwitches(const topology::Topology& topology, const CycleNetworkParameters& parameters,
                    const CycleNetworkContext& context);
  void MakeAccelerators(const topology::Topology& topology,
                        const CycleNetworkParameters& parameters,
                        const CycleNetworkContext& context, endpoints::TransferTable& table);
  void Join(topology::LinkId id, int accelerator, int plane, const std::string& path,
            int switch_port, const CycleNetworkParameters& parameters,
            const CycleNetworkContext& context);
  void AwaitMailbox(SwitchModule& module);

  Kernel kernel_;
  Clock clock_;
  int simulated_planes_;
  int64_t cycle_ = 0;
  int64_t watchdog_cycles_;
  const std::atomic<bool>* interrupted_;  // may be null
  std::unique_ptr<Alarm> alarm_;
  std::vector<std::unique_ptr<SwitchModule>> switches_;
  std::vector<std::unique_ptr<AcceleratorModule>> accelerators_;
  std::vector<std::unique_ptr<RetryModule>> retry_links_;
  std::vector<std::unique_ptr<SwitchDevice>> devices_;
};

}  // namespace linkwright::cycle
