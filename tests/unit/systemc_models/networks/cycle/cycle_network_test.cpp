// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/cycle/cycle_network.h"

#include <gtest/gtest.h>

#include "tests/unit/systemc_models/networks/cycle/pod_under_test.h"

namespace linkwright::cycle {
namespace {

int64_t Period() { return CycleNetworkParameters{}.clock_period.picoseconds(); }

// One packet of four data flits: header leaves one cycle after Start, five flits follow each other, two links and the switch's 3 + EgressPad.
TEST(CycleNetwork, AWriteTakesTheCyclesThePagePromises) {
  for (const int link : {1, 2, 7}) {
    for (const char* variant : {"p4", "p8"}) {
      CycleNetworkParameters parameters;
      parameters.link_latency_cycles = link;
      auto pod = MakePod(4, 1, variant, parameters);
      Program(*pod);
      const Buffer source = RandomBytes(1024, 1);
      Buffer landing(1024);
      Recorder recorder(*pod);
      const int64_t start = pod->Now().picoseconds();
      pod->Start(Write(1, 2, source, landing, 7));
      pod->Run(recorder);
      const int pad = spec::scaleup_switch::FindVariant(variant)->egress_pad;
      ASSERT_EQ(recorder.events.size(), 1u);
      EXPECT_EQ((recorder.events[0].at_ps - start) / Period(), 20 + 2 * link + 3 + pad) << variant << " link " << link;
      EXPECT_EQ(landing, source);
    }
  }
}

}  // namespace
}  // namespace linkwright::cycle
