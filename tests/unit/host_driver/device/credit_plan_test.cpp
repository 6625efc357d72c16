// SPDX-License-Identifier: Apache-2.0
// Credits by link, against a search over every size of frame and sums by hand.
#include "host_driver/device/credit_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "fabric/builders/leaf_spine.h"
#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;

constexpr size_t kData = 3, kResponses = 6;

const es::Variant& P4() { return *es::FindVariant("p4"); }
const es::Variant& P8() { return *es::FindVariant("p8"); }

std::string FailureOf(const std::function<void()>& what) {
  try {
    what();
  } catch (const diagnostics::RunFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

int Cells(const es::Variant& variant, int frame_bytes) {
  const int cell = variant.cell_beats * 64;
  return (frame_bytes + cell - 1) / cell;
}

// Most cells in so much line time, whichever size the frames have: every size is tried.
int64_t WorstCells(const es::Variant& variant, int64_t bytes, int largest_frame) {
  int64_t most = 0;
  for (int frame = 64; frame <= std::max(64, largest_frame); ++frame)
    most = std::max(most, (bytes * Cells(variant, frame) + frame + 19) / (frame + 20));
  return most;
}

TEST(FewestCredits, AreTwoFramesAndWhatTheLineCarriesBetweenThem) {
  for (const es::Variant* variant : {&P4(), &P8()}) {
    for (const int start : {0, 4, 5, 40}) {
      for (const int frame : {64, 66, 127, 257, 1024, 4174, 9216}) {
        const int64_t line = int64_t{start + 2} * variant->line_bytes;
        EXPECT_EQ(FewestCredits(*variant, start, frame),
                  2 * Cells(*variant, frame) + WorstCells(*variant, line, frame))
            << variant->name << ' ' << start << ' ' << frame;
      }
    }
  }
}

// There and back, at either end: a cycle of cable is four of the loop.
TEST(RetryLoop, GrowsByFourCyclesPerCycleOfCable) {
  for (int latency = 1; latency < 200; latency += 13) {
    EXPECT_EQ(RetryLoopCycles(P8(), latency + 1, 4174, 0) - RetryLoopCycles(P8(), latency, 4174, 0),
              4)
        << latency;
  }
}

// Of two ends: one frame stored at each, and a replay of two of the largest frames each way.
TEST(RetryLoop, HoldsSixLargestFramesInAll) {
  const auto cycles = [](int frame) {
    return (frame + 20 + P8().line_bytes - 1) / P8().line_bytes;
  };
  EXPECT_EQ(RetryLoopCycles(P8(), 10, 9216, 0) - RetryLoopCycles(P8(), 10, 64, 0),
            6 * (cycles(9216) - cycles(64)));
}

TEST(RetryLoop, TheEgressPadOfThePeerIsLineTime) {
  const int line = P8().line_bytes;
  // So many beats of 64 bytes are a whole number of cycles.
  EXPECT_EQ(RetryLoopCycles(P8(), 10, 4174, line) - RetryLoopCycles(P8(), 10, 4174, 0), 64);
}

// Two leaves with two accelerators each, two spines.
struct Rig {
  Rig() : topology(Build()) {
    variants.assign(4, &P8());
    latencies.assign(topology.links().size(), 20);
    settings.pfc = false;
    settings.cbfc = true;
  }
  static topology::Topology Build() {
    builders::LeafSpineSettings spec;
    spec.accelerators = 4;
    spec.leaves = 2;
    spec.spines = 2;
    spec.leaf_ports = 8;
    spec.spine_ports = 8;
    return builders::BuildLeafSpine(spec);
  }
  std::vector<interfaces::LinkCredits> Plan() const {
    return PlanLinkCredits(topology, variants, latencies, settings);
  }
  topology::LinkId LinkBetween(const std::string& a, const std::string& b) const {
    const topology::NodeId at = topology.Find(a), other = topology.Find(b);
    for (const topology::LinkId id : topology.LinksOf(at))
      if (topology.FarEnd(id, at).node == other) return id;
    ADD_FAILURE() << a << ' ' << b;
    return 0;
  }
  topology::Topology topology;
  std::vector<const es::Variant*> variants;
  std::vector<int> latencies;
  EthernetFabricSettings settings;
};

TEST(LinkCredits, EveryLinkHasThemForTheTwoClassesInUseOnly) {
  const Rig rig;
  const auto plan = rig.Plan();
  ASSERT_EQ(plan.size(), rig.topology.links().size());
  for (const interfaces::LinkCredits& link : plan) {
    EXPECT_EQ(link.cell_bytes, P8().cell_beats * 64);
    for (const auto& end : link.at) {
      for (size_t c = 0; c < 8; ++c) {
        EXPECT_EQ(end.limit[c] > 0, c == kData || c == kResponses) << c;
        EXPECT_GE(end.limit[c], end.stop_below[c]) << "a sender could never begin";
      }
      EXPECT_LT(end.limit[kResponses], end.limit[kData]);
    }
  }
}

// What leaves a switch stands in its egress pad, what leaves a NIC does not.
TEST(LinkCredits, ASwitchAsSenderStopsEarlierByItsEgressPad) {
  const Rig rig;
  const auto plan = rig.Plan();
  for (size_t i = 0; i < plan.size(); ++i) {
    const topology::Link& link = rig.topology.links()[i];
    const bool nic = rig.topology.node(link.a.node).kind != topology::NodeKind::kSwitch;
    EXPECT_EQ(plan[i].at[1].stop_below[kData],
              FewestCredits(P8(), 4 + (nic ? 0 : P8().egress_pad), 4174));
    EXPECT_EQ(plan[i].at[0].stop_below[kData], FewestCredits(P8(), 4 + P8().egress_pad, 4174));
    EXPECT_EQ(plan[i].at[0].stop_below[kResponses], FewestCredits(P8(), 4 + P8().egress_pad, 66));
  }
}

// Loop: two cables, three frames, the frame's beats, the start and 64 cycles of pipelines.
TEST(LinkCredits, CoverTheRoundTripOfTheLink) {
  Rig rig;
  for (const int latency : {1, 20, 333}) {
    rig.latencies.assign(rig.latencies.size(), latency);
    const auto plan = rig.Plan();
    const int start = 4 + P8().egress_pad;
    const int frame = (4174 + 20 + P8().line_bytes - 1) / P8().line_bytes;
    const int64_t cycles = 2 * latency + 3 * frame + (4174 + 63) / 64 + start + 64;
    EXPECT_EQ(plan[0].at[0].limit[kData],
              plan[0].at[0].stop_below[kData] + WorstCells(P8(), cycles * P8().line_bytes, 4174))
        << latency;
  }
}

TEST(LinkCredits, ANumberThatIsGivenIsTaken) {
  Rig rig;
  rig.settings.credit_cells = 500;
  for (const interfaces::LinkCredits& link : rig.Plan())
    for (const auto& end : link.at) EXPECT_EQ(end.limit[kData], 500);
}

TEST(LinkCredits, TooFewForOneFrameAreRefusedAndTheFewestThatDoAreTaken) {
  Rig rig;
  const int fewest = FewestCredits(P8(), 4 + P8().egress_pad, 4174);
  rig.settings.credit_cells = fewest;
  EXPECT_NO_THROW(rig.Plan());
  rig.settings.credit_cells = fewest - 1;
  const std::string said = FailureOf([&] { rig.Plan(); });
  EXPECT_NE(said.find(std::to_string(fewest - 1) + " credits are too few"), std::string::npos)
      << said;
  EXPECT_NE(said.find("at least " + std::to_string(fewest) + " are needed"), std::string::npos)
      << said;
  EXPECT_EQ(said.find("pod0."), 0u) << "names the port: " << said;
}

TEST(LinkCredits, AMemoryThatCannotHoldWhatItsPortsPromiseIsRefused) {
  Rig rig;
  rig.settings.credit_cells = P8().cells / 2;  // four links at each leaf
  const std::string said = FailureOf([&] { rig.Plan(); });
  EXPECT_NE(said.find("its ports would promise"), std::string::npos) << said;
  EXPECT_NE(said.find("of the " + std::to_string(P8().cells) + " of variant 'p8'"),
            std::string::npos)
      << said;
}

TEST(LinkCredits, CellsOfTwoSizesAtALinkAreRefusedWithBothEnds) {
  es::Variant other = P8();
  other.cell_beats = P8().cell_beats == 4 ? 2 : 4;
  Rig rig;
  const topology::LinkId uplink = rig.LinkBetween("pod0.leaf0", "pod0.spine1");
  rig.variants[static_cast<size_t>(rig.topology.node(rig.topology.link(uplink).b.node).index)] =
      &other;
  const std::string said = FailureOf([&] { rig.Plan(); });
  EXPECT_NE(said.find("pod0.leaf0 and pod0.spine1: a link with credits needs cells of one size"),
            std::string::npos)
      << said;
}

}  // namespace
}  // namespace linkwright::device
