// SPDX-License-Identifier: Apache-2.0
// Host software for the scale-up switches of a pod: routes, groups and counters of every plane.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fabric/topology/topology.h"
#include "host_driver/device/fabric_manager.h"
#include "host_driver/device/switch_driver.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

struct ScaleUpFabricSettings {
  std::optional<int> iterations;  // of the allocator; none: the variant's
  // Members of multicast and reduction groups by group number, as accelerators.
  std::vector<std::vector<int>> groups;
};

class ScaleUpFabric final : public FabricManager {
 public:
  // `devices`: of the switches with indices 0, 1, ...; where identical planes are simulated once
  // there are fewer devices than switches, and counts are scaled. `topology` outlives the fabric.
  ScaleUpFabric(const topology::Topology& topology, const spec::scaleup_switch::Variant& variant,
                const std::vector<interfaces::Device*>& devices, ScaleUpFabricSettings settings);

  void Program() override;
  // Remembers the causes for the report; nothing on a lossless pod is mended by its host.
  void OnInterrupt(int switch_index) override;
  // A dropped packet is a RunFailure.
  void Collect(telemetry::RunReport& report) override;

 private:
  const topology::Topology& topology_;
  const spec::scaleup_switch::Variant& variant_;
  ScaleUpFabricSettings settings_;
  std::vector<SwitchDriver> drivers_;
  std::vector<uint32_t> causes_;  // by switch: seen so far
};

}  // namespace linkwright::device
