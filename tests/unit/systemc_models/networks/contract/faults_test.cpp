// SPDX-License-Identifier: Apache-2.0
// One fault script on either kind of clocked network and on the flow network.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"

namespace linkwright::contract {
namespace {

using clocked::Buffer;
using clocked::RandomBytes;
using clocked::Recorder;
using clocked::Write;
using simulation::LinkFault;

struct Faulty {
  std::string name;
  std::function<std::unique_ptr<Subject>(const std::vector<LinkFault>& faults)> make;
};

std::unique_ptr<Subject> MakePodWithRetry(const std::vector<LinkFault>& faults) {
  clocked::ScaleUpParameters parameters;
  parameters.retry.emplace();
  auto pod = clocked::MakePod(kAccelerators, 1, "p8", parameters);
  clocked::Program(*pod);
  interfaces::FaultTarget& target = *pod;
  auto subject = std::make_unique<Plain>(std::move(pod));
  subject->simulation().SetFaults(target, faults);
  return subject;
}

class FaultyFabric final : public Subject {
 public:
  explicit FaultyFabric(const std::vector<LinkFault>& faults)
      : fabric_(clocked::OneTier(kAccelerators, 8), Options(faults)) {}
  interfaces::Network& network() override { return fabric_.network(); }
  simulation::Simulation& simulation() override { return fabric_.simulation(); }

 private:
  static clocked::FabricOptions Options(const std::vector<LinkFault>& faults) {
    clocked::FabricOptions options;
    options.faults = faults;
    options.network.nic.transport.timeout_cycles = 20'000;
    return options;
  }
  clocked::FabricUnderTest fabric_;
};

std::unique_ptr<Subject> MakeFluid(const std::vector<LinkFault>& faults) {
  flow::FlowNetworkParameters parameters;
  parameters.accelerators = kAccelerators;
  for (int a = 0; a < kAccelerators; ++a) {
    parameters.links.push_back({a, fmt::format("pod0.plane0.switch0:{}", a)});
  }
  auto fluid = std::make_unique<flow::FlowNetwork>(parameters);
  interfaces::FaultTarget& target = *fluid;
  auto subject = std::make_unique<Plain>(std::move(fluid));
  subject->simulation().SetFaults(target, faults);
  return subject;
}

class FaultScripts : public ::testing::TestWithParam<Faulty> {
 protected:
  // Everybody writes to everybody else; how many writes arrived whole.
  static int Exchange(Subject& subject) {
    Recorder recorder(subject.simulation());
    std::vector<Buffer> sources, landings(64, Buffer(20'000));
    for (uint64_t i = 0; i < 64; ++i) sources.push_back(RandomBytes(20'000, i + 1));
    for (size_t i = 0; i < 64; ++i) {
      if (i / 8 == i % 8) continue;
      recorder.Start(
          Write(static_cast<int>(i / 8), static_cast<int>(i % 8), sources[i], landings[i], i));
    }
    recorder.Run();
    int whole = 0;
    for (size_t i = 0; i < 64; ++i) whole += sources[i] == landings[i] ? 1 : 0;
    return whole;
  }
};

TEST_P(FaultScripts, ALinkThatComesBackLosesNothing) {
  const auto subject = GetParam().make(
      {{units::Duration::Microseconds(1), 3, false}, {units::Duration::Microseconds(60), 3, true}});
  EXPECT_EQ(Exchange(*subject), 56);
}

TEST_P(FaultScripts, ALinkThatStaysDeadIsNamedBeforeItsVictims) {
  const auto subject = GetParam().make({{units::Duration::Microseconds(1), 3, false}});
  try {
    Exchange(*subject);
    FAIL() << "it ended";
  } catch (const diagnostics::RunFailure& failure) {
    const std::string expected =
        "link pod0.plane0.switch0:3 went down 1 us after the first transfer began; ";
    EXPECT_EQ(std::string(failure.what()).rfind(expected, 0), 0u) << failure.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, FaultScripts,
                         ::testing::Values(Faulty{"flow", MakeFluid},
                                           Faulty{"scaleup", MakePodWithRetry},
                                           Faulty{"ethernet",
                                                  [](const std::vector<LinkFault>& faults) {
                                                    return std::make_unique<FaultyFabric>(faults);
                                                  }}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::contract
