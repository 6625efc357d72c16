// SPDX-License-Identifier: Apache-2.0
// Buses of memory for a whole Ethernet fabric, so that a loss or a dead link can be written down
// instead of provoked; and how tests read reports and failures.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/device/ethernet_fabric.h"
#include "tests/unit/host_driver/device/failure_of.h"
#include "tests/unit/host_driver/device/fake_registers.h"

namespace linkwright::device {

using Buses = std::vector<std::unique_ptr<FakeRegisters>>;

inline const spec::ethernet_switch::Variant& FakeVariant() {
  return *spec::ethernet_switch::FindVariant("p4");
}

inline std::vector<interfaces::Device*> Pointers(const Buses& buses) {
  std::vector<interfaces::Device*> pointers;
  for (const auto& bus : buses) pointers.push_back(bus.get());
  return pointers;
}

inline int64_t Count(const telemetry::RunReport& report, const std::string& name) {
  const telemetry::Metric* metric = report.Find(name);
  return metric == nullptr ? -1 : std::get<int64_t>(metric->value);
}

// Two leaves with two accelerators each, two spines; switches 0 and 1 are the leaves.
struct FakeLeafSpine {
  explicit FakeLeafSpine(const EthernetFabricSettings& settings = {},
                         const spec::ethernet_switch::Variant& variant = FakeVariant())
      : topology(Build()) {
    for (int s = 0; s < 4; ++s) {
      buses.push_back(std::make_unique<FakeRegisters>("switch" + std::to_string(s)));
      buses.back()->Become(variant);
      for (int port = 0; port < variant.ports; ++port)
        Set(s, spec::ethernet_switch::registers::PortStatus(port), 1);
    }
    fabric = std::make_unique<EthernetFabric>(
        topology, std::vector<const spec::ethernet_switch::Variant*>(4, &variant),
        std::vector<int>(topology.links().size(), 20), Pointers(buses), settings);
  }
  static topology::Topology Build() {
    builders::LeafSpineSettings spec;
    spec.accelerators = 4;
    spec.leaves = 2;
    spec.spines = 2;
    spec.leaf_ports = 4;
    spec.spine_ports = 4;
    return builders::BuildLeafSpine(spec);
  }
  FakeRegisters& at(int s) { return *buses[static_cast<size_t>(s)]; }
  void Set(int s, uint32_t address, uint32_t value) { at(s).registers[address] = value; }
  uint32_t Get(int s, uint32_t address) { return at(s).registers[address]; }
  void Raise(int s, spec::ethernet_switch::Interrupt cause) {
    Set(s, spec::ethernet_switch::registers::kInterruptCause, 1u << static_cast<int>(cause));
    fabric->OnInterrupt(s);
  }
  telemetry::RunReport Collect() {
    telemetry::RunReport report;
    fabric->Collect(report);
    return report;
  }
  topology::Topology topology;
  Buses buses;
  std::unique_ptr<EthernetFabric> fabric;
};

}  // namespace linkwright::device
