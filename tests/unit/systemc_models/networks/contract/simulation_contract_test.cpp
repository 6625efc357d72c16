// SPDX-License-Identifier: Apache-2.0
// What a simulation gives to every network alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/contract/subjects.h"

namespace linkwright::contract {
namespace {

using clocked::Buffer;
using clocked::Event;
using clocked::RandomBytes;
using clocked::Recorder;
using clocked::Write;

class SimulationContract : public ::testing::TestWithParam<Kind> {};

// Two clients use the same cookies; each hears of its own transfers and timers only.
TEST_P(SimulationContract, SeveralClientsAtOnceHearOfTheirOwnOnly) {
  const auto subject = GetParam().make({});
  const Buffer source = RandomBytes(3000, 1);
  std::vector<Buffer> landings(4, Buffer(3000));
  Recorder a(subject->simulation()), b(subject->simulation());
  const units::SimTime at = subject->simulation().Now() + units::Duration::Microseconds(2);
  a.Start(Write(0, 1, source, landings[0], 5));
  b.Start(Write(0, 2, source, landings[1], 5));
  b.Start(Write(3, 1, source, landings[2], 6));
  a.SetTimer(at, 5);
  b.SetTimer(at, 7);
  b.then = [&](const Event& event) {
    if (event.timer) b.Start(Write(2, 7, source, landings[3], 8));
  };
  subject->simulation().Run();
  const auto cookies = [](const Recorder& recorder, bool timers) {
    std::vector<uint64_t> found;
    for (const Event& event : recorder.events) {
      if (event.timer == timers) found.push_back(event.cookie);
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(cookies(a, false), (std::vector<uint64_t>{5}));
  EXPECT_EQ(cookies(a, true), (std::vector<uint64_t>{5}));
  EXPECT_EQ(cookies(b, false), (std::vector<uint64_t>{5, 6, 8}));
  EXPECT_EQ(cookies(b, true), (std::vector<uint64_t>{7}));
  EXPECT_EQ(landings, std::vector<Buffer>(4, source));
}

TEST_P(SimulationContract, AnInterruptionEndsTheRunAndSaysWhen) {
  const auto subject = GetParam().make({});
  std::atomic<bool> interrupted = false;
  const Buffer source = RandomBytes(100'000, 1);
  Buffer landing(source.size());
  Recorder recorder(subject->network(), {.interrupted = &interrupted});
  recorder.then = [&](const Event&) { interrupted = true; };
  recorder.Start(Write(0, 5, source, landing, 1));
  recorder.SetTimer(subject->network().Now() + units::Duration::Nanoseconds(100), 2);
  try {
    recorder.Run();
    ADD_FAILURE() << "it went on";
  } catch (const diagnostics::RunFailure& failure) {
    EXPECT_EQ(std::string(failure.what()).rfind("interrupted at ", 0), 0u) << failure.what();
    EXPECT_NE(std::string(failure.what()).find(" transfers in flight"), std::string::npos)
        << failure.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, SimulationContract, ::testing::ValuesIn(AllKinds()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace linkwright::contract
