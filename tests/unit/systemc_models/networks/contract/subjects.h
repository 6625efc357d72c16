// SPDX-License-Identifier: Apache-2.0
// Every kind of network with eight accelerators, ready to use, with a simulation around it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "systemc_models/networks/flow/flow_network.h"
#include "tests/unit/systemc_models/networks/clocked/fabric_under_test.h"
#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"
#include "tests/unit/systemc_models/networks/contract/bus_network.h"

namespace linkwright::contract {

constexpr int kAccelerators = 8;
using Groups = std::vector<std::vector<int>>;

class Subject {
 public:
  virtual ~Subject() = default;
  virtual interfaces::Network& network() = 0;
  virtual simulation::Simulation& simulation() = 0;
};

class Plain final : public Subject {
 public:
  explicit Plain(std::unique_ptr<interfaces::Network> network)
      : network_(std::move(network)), simulation_(*network_) {}
  interfaces::Network& network() override { return *network_; }
  simulation::Simulation& simulation() override { return simulation_; }

 private:
  std::unique_ptr<interfaces::Network> network_;
  simulation::Simulation simulation_;
};

class Fabric final : public Subject {
 public:
  interfaces::Network& network() override { return fabric_.network(); }
  simulation::Simulation& simulation() override { return fabric_.simulation(); }

 private:
  clocked::FabricUnderTest fabric_{clocked::TwoTiers(kAccelerators, 2, 2)};
};

inline std::unique_ptr<Subject> MakeFlow(const Groups& groups) {
  flow::FlowNetworkParameters parameters;
  parameters.accelerators = kAccelerators;
  parameters.planes = 3;
  auto network = std::make_unique<flow::FlowNetwork>(parameters);
  for (const auto& members : groups) network->DefineGroup(members);
  return std::make_unique<Plain>(std::move(network));
}

inline std::unique_ptr<Subject> MakeBus(const Groups& groups) {
  auto network = std::make_unique<bus::BusNetwork>(
      kAccelerators, units::BitRate::GigabitsPerSecond(800), units::Duration::Nanoseconds(100));
  for (const auto& members : groups) network->DefineGroup(members);
  return std::make_unique<Plain>(std::move(network));
}

inline std::unique_ptr<Subject> MakeClocked(const Groups& groups, bool exploit_symmetry) {
  clocked::ScaleUpParameters parameters;
  parameters.exploit_symmetry = exploit_symmetry;
  auto pod = clocked::MakePod(kAccelerators, 3, "p8", parameters);
  clocked::Program(*pod, groups);
  return std::make_unique<Plain>(std::move(pod));
}

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Subject>(const Groups& groups)> make;
};

inline std::vector<Kind> KindsWithGroups() {
  return {{"flow", MakeFlow},
          {"cycle", [](const Groups& groups) { return MakeClocked(groups, false); }},
          {"cycle_one_plane", [](const Groups& groups) { return MakeClocked(groups, true); }},
          {"bus", MakeBus}};
}

inline std::vector<Kind> AllKinds() {
  std::vector<Kind> kinds = KindsWithGroups();
  kinds.push_back({"ethernet", [](const Groups&) { return std::make_unique<Fabric>(); }});
  return kinds;
}

}  // namespace linkwright::contract
