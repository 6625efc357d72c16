// SPDX-License-Identifier: Apache-2.0
// Several collectives on one simulation: every kind of network, disjoint and overlapping ranks.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "host_driver/executor/collective_run.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/registry.h"

namespace linkwright::contract {
namespace {

using executor::CollectiveJob;
using executor::CollectiveRequest;
using executor::CollectiveResult;
using Communicator = std::vector<interfaces::EndpointId>;

collectives::KernelProgram Program(const char* name, int ranks) {
  collectives::ProgramShape shape;
  shape.ranks = ranks;
  return algorithms::BuiltIn().Get(name).generate(shape);
}

CollectiveRequest Request(const collectives::KernelProgram& program, Communicator communicator) {
  CollectiveRequest request;
  request.program = &program;
  request.size_bytes = 32 << 10;
  request.endpoints = std::move(communicator);
  return request;
}

class CollectivesAtOnce : public ::testing::TestWithParam<Kind> {
 protected:
  std::vector<CollectiveResult> Run(const std::vector<Communicator>& communicators,
                                    units::Duration spacing = units::Duration::Zero()) {
    const auto subject = GetParam().make({});
    simulation::Simulation& simulation = subject->simulation();
    std::vector<std::unique_ptr<CollectiveJob>> jobs;
    for (const Communicator& communicator : communicators)
      jobs.push_back(std::make_unique<CollectiveJob>(simulation, Request(ring_, communicator)));
    units::SimTime at = simulation.Now();
    for (auto& job : jobs) {
      job->Launch(at);
      at += spacing;
    }
    simulation.Run();
    std::vector<CollectiveResult> results;
    for (auto& job : jobs) results.push_back(job->Finish());
    return results;
  }
  const collectives::KernelProgram ring_ = Program("all_reduce_ring", 4);
};

TEST_P(CollectivesAtOnce, OnDisjointRanksBothAreRight) {
  const auto together = Run({{0, 1, 2, 3}, {4, 5, 6, 7}});
  for (const CollectiveResult& result : together) EXPECT_EQ(result.wrong, 0u) << result.first_wrong;
}

TEST_P(CollectivesAtOnce, OnOverlappingRanksBothAreRightAndNeitherIsFasterThanAlone) {
  const CollectiveResult alone = Run({{0, 1, 2, 3}}).front();
  const auto together = Run({{0, 1, 2, 3}, {3, 2, 5, 0}, {7, 1, 2, 4}});
  units::Duration slowest;
  for (const CollectiveResult& result : together) {
    EXPECT_EQ(result.wrong, 0u) << result.first_wrong;
    slowest = std::max(slowest, result.time);
  }
  EXPECT_GE(slowest, alone.time);
}

TEST_P(CollectivesAtOnce, ALaterStartIsHonoured) {
  const CollectiveResult alone = Run({{0, 1, 2, 3}}).front();
  const auto spaced = Run({{0, 1, 2, 3}, {0, 1, 2, 3}}, units::Duration::Milliseconds(1));
  EXPECT_EQ(spaced[0].time, alone.time);
  EXPECT_EQ(spaced[1].wrong, 0u);
}

INSTANTIATE_TEST_SUITE_P(Networks, CollectivesAtOnce, ::testing::ValuesIn(AllKinds()),
                         [](const auto& instance) { return instance.param.name; });

// Switches reduce for two communicators at once, each with a group of its own; the second lists its
// accelerators in another order than their ports.
class GroupsAtOnce : public ::testing::TestWithParam<Kind> {};

TEST_P(GroupsAtOnce, EveryCommunicatorHasItsGroup) {
  const collectives::KernelProgram program = Program("all_reduce_nvls", 4);
  const auto subject = GetParam().make({{0, 1, 2, 3}, {2, 4, 5, 7}});
  simulation::Simulation& simulation = subject->simulation();
  CollectiveRequest first = Request(program, {0, 1, 2, 3});
  first.group = 0;
  CollectiveRequest second = Request(program, {7, 2, 5, 4});
  second.group = 1;
  CollectiveJob a(simulation, first), b(simulation, second);
  a.Launch(simulation.Now());
  b.Launch(simulation.Now());
  simulation.Run();
  for (CollectiveJob* job : {&a, &b}) {
    const CollectiveResult result = job->Finish();
    EXPECT_EQ(result.wrong, 0u) << result.first_wrong;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, GroupsAtOnce, ::testing::ValuesIn(KindsWithGroups()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::contract
