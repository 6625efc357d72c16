// SPDX-License-Identifier: Apache-2.0
// What a good MSCCL file becomes.
#include "workloads/formats/msccl_xml.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "workloads/collectives/describe.h"

namespace linkwright::formats {
namespace {

using collectives::Collective;
using collectives::Instruction;
using collectives::KernelProgram;
using collectives::Opcode;
using collectives::Protocol;

constexpr const char* kEveryStepType = R"(<!-- comment -->
<algo name="every" proto="Simple" nchannels="1" nchunksperloop="4" ngpus="2" coll="allreduce" inplace="0" outofplace="1" minBytes="16" maxBytes="4096">
  <gpu id="0" i_chunks="4" o_chunks="4" s_chunks="2">
    <tb id="0" send="1" recv="1" chan="0">
      <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
      <step s="1" type="r" srcbuf="i" srcoff="0" dstbuf="s" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="1"/>
      <step s="2" type="rcs" srcbuf="i" srcoff="0" dstbuf="o" dstoff="2" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="3" type="rrs" srcbuf="i" srcoff="3" dstbuf="i" dstoff="3" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="4" type="rrc" srcbuf="i" srcoff="2" dstbuf="o" dstoff="2" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="5" type="rrcs" srcbuf="i" srcoff="1" dstbuf="o" dstoff="1" cnt="1" depid="-1" deps="-1" hasdep="0"/>
    </tb>
    <tb id="1" send="-1" recv="-1" chan="-1">
      <step s="0" type="nop" srcbuf="i" srcoff="-1" dstbuf="o" dstoff="-1" cnt="0" depid="0" deps="1" hasdep="0"/>
      <step s="1" type="cpy" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="2" type="re" srcbuf="s" srcoff="0" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="3" type="re" srcbuf="s" srcoff="1" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/>
      <step s="4" type="re" srcbuf="i" srcoff="1" dstbuf="o" dstoff="0" cnt="1" depid="-1" deps="-1" hasdep="0"/>
    </tb>
  </gpu>
  <gpu id="1" i_chunks="4" o_chunks="4" s_chunks="0">
  </gpu>
</algo>
)";

TEST(MscclXml, ReadsEveryStepTypeWithItsBuffersAndPeers) {
  const KernelProgram program = ParseMscclXml(kEveryStepType, "every.xml").program;
  EXPECT_EQ(program.name, "every");
  EXPECT_EQ(program.protocol, Protocol::kSimple);
  EXPECT_EQ(program.collective, Collective::kAllReduce);
  EXPECT_EQ(program.chunks_per_loop, 4);
  EXPECT_FALSE(program.in_place);
  EXPECT_EQ(program.min_bytes, 16U);
  EXPECT_EQ(program.max_bytes, 4096U);
  ASSERT_EQ(program.ranks.size(), 2U);
  ASSERT_EQ(program.ranks[0].thread_blocks.size(), 2U);
  const auto& steps = program.ranks[0].thread_blocks[0].steps;
  const Opcode expected[] = {Opcode::kSend,           Opcode::kRecv,
                             Opcode::kRecvCopySend,   Opcode::kRecvReduceSend,
                             Opcode::kRecvReduceCopy, Opcode::kRecvReduceCopySend};
  ASSERT_EQ(steps.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(steps[i].opcode, expected[i]) << i;
  EXPECT_EQ(steps[0].count, 2);
  EXPECT_EQ(steps[0].send_peer, 1);
  EXPECT_EQ(steps[0].recv_peer, -1);
  EXPECT_EQ(steps[1].recv_peer, 1);
  EXPECT_EQ(steps[1].destination, (collectives::ChunkRef{collectives::BufferKind::kScratch, 0}));
  EXPECT_TRUE(steps[1].has_dependents);
  EXPECT_EQ(steps[3].source, (collectives::ChunkRef{collectives::BufferKind::kInput, 3}));
}

TEST(MscclXml, FusesReductionsWithOneDestinationAndSourceBuffer) {
  const KernelProgram program = ParseMscclXml(kEveryStepType, "every.xml").program;
  const auto& steps = program.ranks[0].thread_blocks[1].steps;
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_EQ(steps[0].wait_for, (collectives::Dependence{0, 1}));
  EXPECT_FALSE(steps[2].fused_with_previous);
  EXPECT_TRUE(steps[3].fused_with_previous);
  EXPECT_FALSE(steps[4].fused_with_previous) << "another source buffer";
}

TEST(MscclXml, WithoutOutofplaceTheAlgorithmIsInPlaceWhenItSaysSo) {
  std::string text = kEveryStepType;
  text.replace(text.find(R"(inplace="0" outofplace="1" minBytes="16" maxBytes="4096")"),
               std::string(R"(inplace="0" outofplace="1" minBytes="16" maxBytes="4096")").size(),
               R"(inplace="1")");
  const KernelProgram program = ParseMscclXml(text, "tools.xml").program;
  EXPECT_TRUE(program.in_place);
  EXPECT_EQ(program.min_bytes, 0U);
  EXPECT_EQ(program.max_bytes, 0U);
}

TEST(MscclXml, WarnsAboutWhatTheExecutorIgnores) {
  std::string text = kEveryStepType;
  text.replace(text.find("hasdep=\"0\"/>"), 12, "hasdep=\"0\" hasdeps=\"1\"/>");
  const LoadedProgram loaded = ParseMscclXml(text, "extra.xml");
  ASSERT_EQ(loaded.warnings.size(), 1U);
  EXPECT_EQ(loaded.warnings[0].location, (diagnostics::SourceLocation{"extra.xml", 5, 112}));
  EXPECT_EQ(loaded.warnings[0].message,
            "the attribute 'hasdeps' of <step> means nothing to MSCCL and is ignored");
  EXPECT_EQ(loaded.warnings[0].suggestion, "hasdep");
}

// The real files: who wrote them has run them, so they must load without a word.
struct RealFile {
  const char* name;
  Collective collective;
  int ranks;
  int64_t steps;
  const char* sent;  // per rank, largest
};

class RealMsccl : public testing::TestWithParam<RealFile> {};

TEST_P(RealMsccl, Loads) {
  const char* external = std::getenv("LINKWRIGHT_EXTERNAL_DATA");
  const std::filesystem::path data =
      external != nullptr ? external
                          : std::filesystem::path(LINKWRIGHT_SOURCE_DIR) / "../shared/data";
  const std::filesystem::path file = data / "msccl-xml" / GetParam().name;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no real data: " << GetParam().name;
  const LoadedProgram loaded = LoadMscclXml(file.string());
  EXPECT_TRUE(loaded.warnings.empty()) << diagnostics::ToString(loaded.warnings.front());
  EXPECT_EQ(loaded.program.collective, GetParam().collective);
  EXPECT_EQ(loaded.program.rank_count(), GetParam().ranks);
  const collectives::ProgramSummary summary = collectives::Summarize(loaded.program);
  EXPECT_EQ(summary.steps, GetParam().steps);
  EXPECT_EQ(collectives::AsMultipleOfSize(summary.MostChunksSent(), loaded.program.chunks_per_loop),
            GetParam().sent);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RealMsccl,
    testing::Values(
        RealFile{"alltoall-8n-0-9kb.xml", Collective::kAllToAll, 8, 120, "0.875 S"},
        RealFile{"astra-custom_ring_allreduce_8npus.xml", Collective::kAllReduce, 8, 224, "1.75 S"},
        RealFile{"azure-ncv4-ag_hier_4_Simple.xml", Collective::kAllGather, 4, 96, "0.75 S"},
        RealFile{"azure-ncv4-ar_tree_12_LL.xml", Collective::kAllReduce, 4, 192, "1.5 S"},
        RealFile{"azure-ndv5-a2a2ll.xml", Collective::kAllToAll, 8, 240, "0.875 S"},
        RealFile{"azure-ndv5-r48ll.xml", Collective::kAllReduce, 8, 960, "1.75 S"}),
    [](const auto& test) {
      std::string name = test.param.name;
      for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
      return name;
    });

}  // namespace
}  // namespace linkwright::formats
