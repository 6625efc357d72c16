// SPDX-License-Identifier: Apache-2.0
// Every way a file can be wrong: the message, and where it points.
#include <gtest/gtest.h>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::formats {
namespace {

// Two ranks swap a chunk, then add it.
constexpr const char* kGood =
    R"(<algo name="swap" proto="LL" nchannels="2" nchunksperloop="2" ngpus="2" coll="allreduce" inplace="0">
 <gpu id="0" i_chunks="2" o_chunks="2" s_chunks="2">
  <tb id="0" send="1" recv="1" chan="0">
   <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
   <step s="1" type="r" srcbuf="i" srcoff="0" dstbuf="s" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="1"/>
  </tb>
  <tb id="1" send="-1" recv="-1" chan="1">
   <step s="0" type="cpy" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
   <step s="1" type="re" srcbuf="s" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="0" deps="1" hasdep="1"/>
  </tb>
 </gpu>
 <gpu id="1" i_chunks="2" o_chunks="2" s_chunks="2">
  <tb id="0" send="0" recv="0" chan="0">
   <step s="0" type="s" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
   <step s="1" type="rrc" srcbuf="i" srcoff="0" dstbuf="o" dstoff="0" cnt="2" depid="-1" deps="-1" hasdep="0"/>
  </tb>
 </gpu>
</algo>
)";

std::string ErrorOf(const std::string& text) {
  try {
    ParseMscclXml(text, "f.xml");
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "no error";
}

// The whole message for kGood with the n-th line's `from` replaced by `to`.
std::string ErrorAfter(int line, const std::string& from, const std::string& to) {
  std::string text = kGood;
  std::size_t start = 0;
  for (int i = 1; i < line; ++i) start = text.find('\n', start) + 1;
  const std::size_t at = text.find(from, start);
  EXPECT_LT(at, text.find('\n', start)) << "line " << line << " has no " << from;
  return ErrorOf(text.replace(at, from.size(), to));
}

TEST(MscclXmlError, TheUnchangedFileIsGood) { EXPECT_NO_THROW(ParseMscclXml(kGood, "f.xml")); }

TEST(MscclXmlError, UnreadableFile) {
  try {
    LoadMscclXml("/nonexistent/ring.xml");
    FAIL() << "read a file that does not exist";
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(error.what(),
                 "/nonexistent/ring.xml: error: cannot read the file: No such file or directory");
  }
  try {
    LoadMscclXml("/");
    FAIL() << "read a folder";
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(error.what(), "/: error: cannot read the file: Is a directory");
  }
}

TEST(MscclXmlError, MalformedXml) {
  EXPECT_EQ(ErrorAfter(6, "</tb>", "</step>"),
            "f.xml:6:5: error: this is not well-formed XML: this end tag does not match the last "
            "open element");
  EXPECT_EQ(ErrorAfter(1, "<algo", "<algorithm"),
            "f.xml:18:3: error: this is not well-formed XML: this end tag does not match the last "
            "open element");
}

TEST(MscclXmlError, NoAlgo) {
  EXPECT_EQ(ErrorOf("<graphs version=\"1\"/>"),
            "f.xml:1:1: error: an MSCCL file is one <algo> element, found <graphs>");
}

TEST(MscclXmlError, UnknownStepType) {
  EXPECT_EQ(ErrorAfter(5, "type=\"r\"", "type=\"rcv\""),
            "f.xml:5:16: error: type must be one of s, r, rcs, rrs, rrc, rrcs, cpy, re, nop, found "
            "\"rcv\"; did you mean 'rcs'?");
}

TEST(MscclXmlError, UnknownCollectiveAndProtocol) {
  EXPECT_EQ(ErrorAfter(1, "allreduce", "all_reduce"),
            "f.xml:1:73: error: coll must be one of allreduce, allgather, reducescatter, "
            "reduce_scatter, reduce, broadcast, alltoall, gather, scatter, found \"all_reduce\"; "
            "did you mean 'allreduce'?");
  EXPECT_EQ(ErrorAfter(1, "allreduce", "custom"),
            "f.xml:1:73: error: coll=\"custom\" is known to MSCCL but not supported: nothing says "
            "what its result must be");
  EXPECT_EQ(ErrorAfter(1, "\"LL\"", "\"LL64\""),
            "f.xml:1:19: error: proto must be one of Simple, LL, LL128, found \"LL64\"");
}

TEST(MscclXmlError, MissingAttribute) {
  EXPECT_EQ(ErrorAfter(4, " cnt=\"2\"", ""), "f.xml:4:4: error: <step> needs the attribute 'cnt'");
  EXPECT_EQ(ErrorAfter(1, " ngpus=\"2\"", ""),
            "f.xml:1:1: error: <algo> needs the attribute 'ngpus'");
}

TEST(MscclXmlError, NotANumber) {
  EXPECT_EQ(ErrorAfter(4, "srcoff=\"0\"", "srcoff=\"0x0\""),
            "f.xml:4:36: error: srcoff must be a whole number, found \"0x0\"");
}

TEST(MscclXmlError, RankMissing) {
  EXPECT_EQ(ErrorAfter(1, "ngpus=\"2\"", "ngpus=\"3\""),
            "f.xml:1:63: error: ngpus is 3, but there is no <gpu> for rank 2");
}

TEST(MscclXmlError, RankTwice) {
  EXPECT_EQ(ErrorAfter(12, "id=\"1\"", "id=\"0\""),
            "f.xml:1:63: error: ngpus is 2, but there is no <gpu> for rank 1\n"
            "f.xml:12:7: error: rank 0 is there twice; the first is in line 2");
}

TEST(MscclXmlError, ThreadBlockIdsNotDense) {
  EXPECT_EQ(ErrorAfter(7, "id=\"1\"", "id=\"2\""),
            "f.xml:7:7: error: rank 0 has 2 thread blocks, so their ids must be 0 to 1, found 2");
  EXPECT_EQ(ErrorAfter(7, "id=\"1\"", "id=\"0\""),
            "f.xml:7:7: error: rank 0 has thread block 0 twice; the first is in line 3");
}

TEST(MscclXmlError, StepsOutOfOrder) {
  EXPECT_EQ(ErrorAfter(5, "s=\"1\"", "s=\"2\""),
            "f.xml:5:10: error: steps are numbered in order from 0, nops included: expected 1, "
            "found 2");
}

TEST(MscclXmlError, ChunkOutsideItsBuffer) {
  EXPECT_EQ(ErrorAfter(4, "srcoff=\"0\"", "srcoff=\"1\""),
            "f.xml:4:4: error: rank 0, thread block 0, step 0: the source is chunks 1 to 2 of the "
            "input buffer, which has 2 chunks");
  EXPECT_EQ(ErrorAfter(2, "s_chunks=\"2\"", "s_chunks=\"0\""),
            "f.xml:5:4: error: rank 0, thread block 0, step 1: the destination is chunks 0 to 1 of "
            "the scratch buffer, which has 0 chunks\n"
            "f.xml:9:4: error: rank 0, thread block 1, step 1: the source is chunks 0 to 1 of the "
            "scratch buffer, which has 0 chunks");
}

TEST(MscclXmlError, BufferTooLargeForTheCollective) {
  EXPECT_EQ(ErrorAfter(2, "i_chunks=\"2\"", "i_chunks=\"3\""),
            "f.xml:2:2: error: rank 0: the input buffer has 3 chunks, but all_reduce cut into 2 "
            "gives each rank 2");
}

TEST(MscclXmlError, PeerIsItselfOrNowhere) {
  EXPECT_EQ(ErrorAfter(3, "send=\"1\"", "send=\"0\""),
            "f.xml:3:14: error: rank 0 cannot be its own peer; copies within a rank are steps of "
            "type cpy");
  EXPECT_EQ(ErrorAfter(3, "send=\"1\"", "send=\"2\""),
            "f.xml:3:14: error: send must be -1 to 1, found 2");
  EXPECT_EQ(ErrorAfter(3, "send=\"1\"", "send=\"-1\""),
            "f.xml:4:16: error: the step sends, but its <tb> has send -1");
}

TEST(MscclXmlError, CountBeyondTheLimits) {
  EXPECT_EQ(ErrorAfter(4, "cnt=\"2\"", "cnt=\"72\""),
            "f.xml:4:69: error: cnt must be 1 to 71, found 72");
  EXPECT_EQ(ErrorAfter(4, "cnt=\"2\"", "cnt=\"0\""),
            "f.xml:4:69: error: cnt must be 1 to 71, found 0");
}

TEST(MscclXmlError, ChannelBeyondNchannels) {
  EXPECT_EQ(ErrorAfter(3, "chan=\"0\"", "chan=\"2\""),
            "f.xml:3:32: error: chan must be -1 to 1, found 2");
}

TEST(MscclXmlError, DependenceThatDoesNotExist) {
  EXPECT_EQ(ErrorAfter(9, "depid=\"0\"", "depid=\"5\""),
            "f.xml:9:4: error: rank 0, thread block 1, step 1: waits for thread block 5, but this "
            "rank has 2");
  EXPECT_EQ(ErrorAfter(9, "deps=\"1\"", "deps=\"2\""),
            "f.xml:9:4: error: rank 0, thread block 1, step 1: waits for step 2 of thread block 0, "
            "which has 2 steps");
  EXPECT_EQ(ErrorAfter(9, "deps=\"1\"", "deps=\"-1\""),
            "f.xml:9:88: error: depid and deps say together what to wait for, or are both -1; "
            "found 0 and -1");
}

TEST(MscclXmlError, DependenceThatIsNeverPublished) {
  EXPECT_EQ(ErrorAfter(5, "hasdep=\"1\"", "hasdep=\"0\""),
            "f.xml:9:4: error: rank 0, thread block 1, step 1: waits for step 1 of thread block 0, "
            "which never tells: neither it nor a later step of that thread block is marked as "
            "having dependents");
}

TEST(MscclXmlError, CyclicDependenceIsSpelledOut) {
  EXPECT_EQ(ErrorAfter(4, "depid=\"-1\" deps=\"-1\"", "depid=\"1\" deps=\"1\""),
            "f.xml:4:4: error: rank 0, thread block 0, step 0: cyclic dependence: thread block 0 "
            "step 0 waits for thread block 1 step 1, thread block 1 step 1 waits for thread block "
            "0 step 1");
}

TEST(MscclXmlError, MessagesOfDifferentLength) {
  EXPECT_EQ(ErrorAfter(15, "cnt=\"2\"", "cnt=\"1\""),
            "f.xml:15:4: error: rank 1, thread block 0, step 1: receives 1 chunks, but message 0 "
            "from rank 0 on channel 0 has 2 (thread block 0, step 0)");
}

TEST(MscclXmlError, TwoThreadBlocksOnOneConnection) {
  std::string text = kGood;
  const std::string block = "  <tb id=\"1\" send=\"-1\" recv=\"-1\" chan=\"1\">";
  text.replace(text.find(block), block.size(), "  <tb id=\"1\" send=\"1\" recv=\"-1\" chan=\"0\">");
  const std::string copy = "type=\"cpy\"";
  text.replace(text.find(copy), copy.size(), "type=\"s\"");
  try {
    ParseMscclXml(text, "f.xml");
    FAIL();
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(
        error.what(),
        "f.xml:8:4: error: rank 0, thread block 1, step 0: sends to rank 1 on channel 0, as "
        "thread block 0 does; one thread block owns a connection");
  }
}

TEST(MscclXmlError, AllMistakesAreReportedAtOnceInOrder) {
  std::string text = kGood;
  for (const char* from : {"type=\"rrc\"", "type=\"r\""}) {
    text.replace(text.find(from), std::string(from).size(), "type=\"x\"");
  }
  try {
    ParseMscclXml(text, "f.xml");
    FAIL();
  } catch (const diagnostics::UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2U);
    EXPECT_EQ(error.diagnostics()[0].location.line, 5);
    EXPECT_EQ(error.diagnostics()[1].location.line, 15);
  }
}

}  // namespace
}  // namespace linkwright::formats
