// SPDX-License-Identifier: Apache-2.0
// Real MSCCL files, run with real data over a range of sizes around their protocol's chunk.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "host_driver/executor/collective_run.h"
#include "tests/unit/host_driver/executor/ideal_network.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::executor {
namespace {

struct RealFile {
  const char* name;
  uint64_t sent_eighths;  // bytes sent by the busiest rank, in S/8
};

class RealMscclRun : public testing::TestWithParam<RealFile> {};

TEST_P(RealMscclRun, MovesRealDataRightAndSendsWhatTheAlgorithmSends) {
  const char* external = std::getenv("LINKWRIGHT_EXTERNAL_DATA");
  const std::filesystem::path data =
      external != nullptr ? external
                          : std::filesystem::path(LINKWRIGHT_SOURCE_DIR) / "../shared/data";
  const std::filesystem::path file = data / "msccl-xml" / GetParam().name;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no real data: " << GetParam().name;
  const collectives::KernelProgram program = formats::LoadMscclXml(file.string()).program;
  const int ranks = program.rank_count();
  for (const uint64_t size : {uint64_t{1} << 10, uint64_t{96} << 10, uint64_t{3} << 20}) {
    for (const numerics::DataType type : numerics::kAllDataTypes) {
      IdealNetwork network(ranks, units::BitRate::GigabitsPerSecond(400),
                           units::Duration::Nanoseconds(400));
      const CollectiveResult result = RunCollective(
          network, {.program = &program, .size_bytes = size, .type = type, .cost = {}});
      EXPECT_EQ(result.wrong, 0U) << size << " B: " << result.first_wrong;
      uint64_t most = 0;
      for (const RankResult& rank : result.ranks) most = std::max(most, rank.payload_sent);
      EXPECT_EQ(most * 8, GetParam().sent_eighths * result.size_bytes) << size << " B";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, RealMscclRun,
                         testing::Values(RealFile{"alltoall-8n-0-9kb.xml", 7},
                                         RealFile{"astra-custom_ring_allreduce_8npus.xml", 14},
                                         RealFile{"azure-ncv4-ag_hier_4_Simple.xml", 6},
                                         RealFile{"azure-ncv4-ar_tree_12_LL.xml", 12},
                                         RealFile{"azure-ndv5-a2a2ll.xml", 7},
                                         RealFile{"azure-ndv5-r48ll.xml", 14}),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           for (char& c : name)
                             c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
                           return name;
                         });

// Azure's in-place all-gather files use the output alone: the own part is already in its place.
TEST(MscclInPlace, AllGatherOfTheOutputBufferAloneIsRight) {
  std::string text =
      R"(<algo name="ag" proto="LL" nchannels="1" nchunksperloop="2" ngpus="2" coll="allgather" inplace="1" outofplace="0" minBytes="0" maxBytes="0">)";
  for (const int rank : {0, 1}) {
    const std::string own = std::to_string(rank);
    const std::string peer = std::to_string(1 - rank);
    text += "<gpu id=\"" + own + R"(" i_chunks="0" o_chunks="2" s_chunks="0"><tb id="0" send=")" +
            peer + "\" recv=\"" + peer + R"(" chan="0"><step s="0" type="s" srcbuf="o" srcoff=")" +
            own + R"(" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/>)" +
            R"(<step s="1" type="r" srcbuf="o" srcoff="0" dstbuf="o" dstoff=")" + peer +
            R"(" cnt="1" depid="-1" deps="-1" hasdep="0"/></tb></gpu>)";
  }
  text += "</algo>";
  const collectives::KernelProgram program = formats::ParseMscclXml(text, "ag.xml").program;
  EXPECT_TRUE(program.in_place);
  IdealNetwork network(2, units::BitRate::GigabitsPerSecond(400), units::Duration::Zero());
  const CollectiveResult result =
      RunCollective(network, {.program = &program, .size_bytes = 1 << 16, .cost = {}});
  EXPECT_EQ(result.wrong, 0U) << result.first_wrong;
}

}  // namespace
}  // namespace linkwright::executor
