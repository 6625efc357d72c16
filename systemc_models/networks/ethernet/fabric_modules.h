// SPDX-License-Identifier: Apache-2.0
// The modules of a simulated fabric, linked, and the stepping of their kernel. What transfers mean
// is EthernetNetwork's business.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "fabric/topology/topology.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/cycle/alarm.h"
#include "systemc_models/networks/cycle/kernel.h"
#include "systemc_models/networks/cycle/switch_device.h"
#include "systemc_models/networks/ethernet/ethernet_network.h"
#include "systemc_models/networks/ethernet/frame_retry_module.h"
#include "systemc_models/networks/ethernet/link.h"
#include "systemc_models/networks/ethernet/nic_module.h"
#include "systemc_models/networks/ethernet/switch_module.h"

namespace linkwright::ethernet {

class FabricModules {
 public:
  FabricModules(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
                const EthernetNetworkContext& context, endpoints::TransferTable& table);
  ~FabricModules();

  int64_t cycle() const { return cycle_; }
  // Runs to `cycle`, or to an earlier edge at which a transfer completes, a mailbox empties or an
  // interrupt rises. Everything of the edge it stops at has happened. Throws what a module threw.
  void RunTo(int64_t cycle);
  // The next edge at which a module runs; SimTime::Max() if none will of its own accord.
  units::SimTime NextEdge() const;
  void Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator);
  void SetLink(topology::LinkId link, bool up);

  const std::vector<std::unique_ptr<SwitchModule>>& switches() const { return switches_; }
  const std::vector<std::unique_ptr<NicModule>>& nics() const { return nics_; }
  // By link; none without retry and credits.
  const std::vector<std::unique_ptr<FrameRetryModule>>& retry_links() const { return retry_links_; }
  std::vector<interfaces::Device*> Devices();
  // Sent and received by all accelerators so far.
  uint64_t BytesMoved() const;

 private:
  void MakeSwitches(const topology::Topology& topology, const EthernetNetworkContext& context);
  void MakeNics(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
                endpoints::TransferTable& table);
  void MakeLinks(const topology::Topology& topology, const EthernetNetworkParameters& parameters,
                 const EthernetNetworkContext& context);
  void MakeRetryLink(const topology::Topology& topology, topology::LinkId id,
                     const EthernetNetworkParameters& parameters,
                     const EthernetNetworkContext& context);
  Link::End StationAt(const topology::Topology& topology, const topology::Attachment& end) const;
  void PlugIn(const topology::Topology& topology, const topology::Attachment& end, Plug plug);
  void AwaitMailbox(SwitchModule& module);

  cycle::Kernel kernel_;
  cycle::Clock clock_;
  int64_t cycle_ = 0;
  int64_t watchdog_cycles_;
  const std::atomic<bool>* interrupted_;  // may be null
  std::unique_ptr<cycle::Alarm> alarm_;
  std::vector<std::unique_ptr<SwitchModule>> switches_;
  std::vector<std::unique_ptr<NicModule>> nics_;
  std::vector<std::unique_ptr<FrameRetryModule>> retry_links_;
  std::vector<std::unique_ptr<Link>> links_;  // with retry, two for each: to its stations
  std::vector<std::unique_ptr<cycle::SwitchDevice>> devices_;
};

}  // namespace linkwright::ethernet
