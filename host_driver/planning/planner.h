// SPDX-License-Identifier: Apache-2.0
// What makes a plan's hardware, and networks of the plan: one planner for each kind of fabric.
// Whoever runs, compares or reports a plan asks the planner that it has, not which kind it is.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "fabric/routing/routes.h"
#include "foundation/config/document.h"
#include "foundation/telemetry/progress.h"
#include "foundation/units/units.h"
#include "host_driver/device/fabric_manager.h"
#include "host_driver/scenario/scenario.h"
#include "systemc_models/interfaces/alike_endpoints.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/fault_target.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/fault_script.h"

namespace linkwright::planning {

struct Plan;

struct RunContext {
  telemetry::Progress* progress = nullptr;         // may be null
  const std::atomic<bool>* interrupted = nullptr;  // may be null
};

// A network and the host software of its switches.
struct Fabric {
  std::shared_ptr<const routing::Routes> routes;  // that the network refers to; may be null
  std::unique_ptr<interfaces::Network> network;
  interfaces::DeviceHost* devices = nullptr;       // of the network; null: it has no switches
  std::unique_ptr<device::FabricManager> manager;  // of the devices, if there are any
  interfaces::FaultTarget* faults = nullptr;       // the network, if the simulation breaks links
  std::vector<simulation::LinkFault> fault_script = {};
  std::vector<std::string> left_out;            // what its models leave out, for the report
  interfaces::AlikeEndpoints* alike = nullptr;  // the network, if its endpoints are
};

// Without state.
class Planner {
 public:
  virtual ~Planner() = default;
  virtual bool Plans(const scenario::Scenario& scenario, const parts::PodSpec& pod) const = 0;
  // Whether the pod's parts can be joined at all, before a topology is built of them. Throws
  // UserError with a position.
  virtual void CheckPod(const scenario::Scenario& scenario, const parts::PodSpec& pod,
                        const parts::Catalog& catalog, const config::Document& document) const = 0;
  // Fills in `plan.hardware`; all else is there. Throws UserError with a position: settings of
  // another kind, unknown variants and links, RTL that is not there, programs that the switches
  // cannot run.
  virtual void PlanHardware(Plan& plan, const config::Document& document) const = 0;
  // A fresh network, nothing programmed yet. `plan` outlives the fabric.
  virtual Fabric Build(const Plan& plan, const RunContext& context) const = 0;
  // Fills in the settings of the network that the scenario left open.
  virtual void WriteDefaults(scenario::NetworkConfig& network) const = 0;
};

}  // namespace linkwright::planning
