// SPDX-License-Identifier: Apache-2.0
// Host software for a whole Ethernet fabric: programs every switch from topology and routes, and
// takes links that have died out of the groups of the switches that would still use them.
#pragma once

#include <cstdint>
#include <vector>

#include "fabric/routing/routes.h"
#include "fabric/topology/topology.h"
#include "host_driver/device/buffer_plan.h"
#include "host_driver/device/ethernet_switch_driver.h"
#include "host_driver/device/fabric_manager.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

struct EthernetFabricSettings {
  spec::ethernet_switch::Balance balance = spec::ethernet_switch::Balance::kEcmp;
  bool pfc = true;  // the data class is lossless
  // Links have credits, as PlanLinkCredits gives them, so that no class loses; without PFC.
  bool cbfc = false;
  int credit_cells = 0;  // of the data class behind every link; 0: what its loop needs
  bool retry = false;    // links have link-level retry: headroom covers a replay each way
  bool ecn = true;       // its queues mark
  int64_t ecn_kmin_bytes = 400'000, ecn_kmax_bytes = 1'600'000;
  double ecn_probability = 0.2;  // at kmax
  int frame_bytes = 4174;        // largest frame, FCS included
  int shared_cells = 0;          // of both pools; 0: all that reservations leave
  bool cut_through = false;
  bool hash_queue_pair = false;
  uint32_t flowlet_gap = 1000;  // ticks
  uint64_t seed = 1;
  int data_class = 3, response_class = 6;
  int data_dscp = 26, response_dscp = 48;
  // Of jobs: one of priority p has class data_class + p and the DSCP 8 p further; classes above
  // data_class are strict.
  int priorities = 1;
};

// How the memory of switch `index` is divided among its links; variants by switch, latencies by
// link. Throws RunFailure when it is too small for the headroom, or for the shared pool asked for.
BufferPlan PlanSwitchBuffers(const topology::Topology& topology,
                             const std::vector<const spec::ethernet_switch::Variant*>& variants,
                             const std::vector<int>& link_latency_cycles,
                             const EthernetFabricSettings& settings, int index);

struct FabricEvents {
  uint64_t interrupts = 0, link_changes = 0, reroutes = 0, pause_storms = 0;
  uint64_t dead_links = 0;  // now
};

class EthernetFabric final : public FabricManager {
 public:
  // One device, variant and clock per switch, by index; one latency per link. `topology` outlives
  // the fabric.
  EthernetFabric(const topology::Topology& topology,
                 std::vector<const spec::ethernet_switch::Variant*> variants,
                 std::vector<int> link_latency_cycles,
                 const std::vector<interfaces::Device*>& devices,
                 const EthernetFabricSettings& settings);

  // All switches at once.
  void Program() override;
  // A changed link is looked up in PORT_STATUS, routes are found anew without dead links, and
  // groups that change are written.
  void OnInterrupt(int switch_index) override;
  // A lossless class that lost frames is a RunFailure.
  void Collect(telemetry::RunReport& report) override;

  const FabricEvents& events() const { return events_; }
  std::vector<EthernetSwitchDriver>& drivers() { return drivers_; }
  // Given to a port and class by Program.
  int largest_headroom_cells() const { return largest_headroom_; }

 private:
  void ProgramPorts(int index);
  void ProgramTables(int index);
  void ProgramQueues(int index);
  void WriteGroups(int index);
  int PortOf(topology::LinkId link, topology::NodeId at) const;

  const topology::Topology& topology_;
  std::vector<const spec::ethernet_switch::Variant*> variants_;
  std::vector<int> latencies_;
  EthernetFabricSettings settings_;
  std::vector<EthernetSwitchDriver> drivers_;
  std::vector<int> edge_of_;   // by accelerator: switch index
  std::vector<int> group_of_;  // by switch index: number of the group that leads there, or -1
  int groups_ = 0;
  std::vector<uint8_t> dead_;               // by link
  std::vector<std::vector<uint8_t>> down_;  // by switch and port: it says so itself
  routing::Routes routes_;
  routing::Routes ways_;  // with every link up
  FabricEvents events_;
  int largest_headroom_ = 0;
};

}  // namespace linkwright::device
