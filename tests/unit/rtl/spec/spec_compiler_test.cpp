// SPDX-License-Identifier: Apache-2.0
// Runs the compiler on copies of the real specification that are each wrong in one place.
#include "tests/unit/rtl/spec/compiler_run.h"

namespace linkwright {
namespace {

using testing::HasSubstr;

class SpecCompiler : public SpecCompilerTest {
 protected:
  SpecCompiler() : SpecCompilerTest("scaleup_switch") {}
};

TEST_F(SpecCompiler, NamesAnUnknownKeyAndTheKnownOnes) {
  Replace("access: ro, value: identity", "acess: ro, value: identity");
  ExpectError("acess", "unknown key 'acess' in this register; it may have name, address, access");
}

TEST_F(SpecCompiler, RefusesAnUnknownKeyAtTheTop) {
  Replace("flit_bits: 512", "flits: 1\nflit_bits: 512");
  ExpectError("flits: 1", "unknown key 'flits' in this specification");
}

TEST_F(SpecCompiler, RefusesAKeyThatAppearsTwice) {
  Replace("version: 1\n", "version: 1\nversion: 2\n");
  ExpectError("version: 2", "key 'version' appears twice");
}

TEST_F(SpecCompiler, RefusesAMissingKey) {
  Replace("{name: READ,             code: 0x01,", "{name: READ,");
  ExpectError("{name: READ,", "operation lacks the key 'code'");
}

TEST_F(SpecCompiler, RefusesTwoOperationsWithOneCode) {
  Replace("code: 0x22", "code: 0x21");
  ExpectError("{name: ATOMIC,", "operation ATOMIC has code 0x21, which WRITE already has");
}

TEST_F(SpecCompiler, RefusesAResponseWithoutTheResponseBit) {
  Replace("code: 0x34", "code: 0x24");
  ExpectError("{name: REDUCE_RESPONSE",
              "operation REDUCE_RESPONSE has code 0x24: bit 4 must be set");
}

TEST_F(SpecCompiler, RefusesAMulticastWithoutData) {
  Replace("code: 0x23", "code: 0x04");
  ExpectError("{name: MULTICAST_WRITE",
              "multicast operation MULTICAST_WRITE has code 0x04, must be a request with data");
}

TEST_F(SpecCompiler, RefusesTwoNamesAlike) {
  Replace("{name: dst, ", "{name: src, ");
  Replace("{name: src,      bits: 10, doc: \"accelerator that is",
          "{name: src,       bits: 10, doc: \"accelerator that is");
  ExpectError("{name: src,       bits", "header field 'src' is already there in line");
}

TEST_F(SpecCompiler, RefusesRegistersThatOverlap) {
  Replace("address: 0x104", "address: 0x100");
  ExpectError("{name: CREDIT_REFRESH", "register CREDIT_REFRESH overlaps ITERATIONS (line ");
}

TEST_F(SpecCompiler, RefusesAPortArrayThatReachesTheNextPort) {
  Replace("port_stride: 0x200", "port_stride: 0x80");
  ExpectError("{name: PORT_DROPS", "register PORT_DROPS overlaps PORT_CONTROL");
}

TEST_F(SpecCompiler, RefusesAnUnalignedRegister) {
  Replace("address: 0x104", "address: 0x106");
  ExpectError("{name: CREDIT_REFRESH", "register CREDIT_REFRESH is not aligned to 4 bytes");
}

TEST_F(SpecCompiler, RefusesAHeaderLongerThanAFlit) {
  Replace("flit_bits: 512", "flit_bits: 64");
  Replace("max_payload_bytes: 256", "max_payload_bytes: 32");
  ExpectError("{name: ack,", "header has 127 bits with this field, a flit has only 64");
}

TEST_F(SpecCompiler, RefusesAVariantWithoutAParameter) {
  Replace("Ports: 18, ", "");
  ExpectError("{name: p18,", "variant lacks the key 'Ports'");
}

TEST_F(SpecCompiler, RefusesAParameterOutOfRange) {
  Replace("Ports: 18,", "Ports: 145,");
  ExpectError("145,", "'Ports' is 145, must be 2 to 144");
}

TEST_F(SpecCompiler, NamesTheValuesAnEnumParameterMayHave) {
  Replace("Allocator: WAVEFRONT", "Allocator: wavefront");
  ExpectError("wavefront, MaxIterations",
              "'Allocator' is 'wavefront', must be one of ISLIP, WAVEFRONT");
}

TEST_F(SpecCompiler, RefusesAResetValueThatDoesNotFit) {
  Replace("bits: 16, reset: 0xFFFF", "bits: 16, reset: 0x1FFFF");
  ExpectError("0x1FFFF", "'reset' is 0x1FFFF, must be 0 to 65535");
}

TEST_F(SpecCompiler, RefusesAnEnumWithAGap) {
  Replace("{name: EGRESS_DEAD, value: 10", "{name: EGRESS_DEAD, value: 12");
  ExpectError("{name: EGRESS_DEAD", "EGRESS_DEAD of enum drop_reason has value 12, must be 10");
}

TEST_F(SpecCompiler, RefusesAnArrayThatDoesNotFitItsIndex) {
  Replace("count: 11, stride: 4, index: drop_reason", "count: 10, stride: 4, index: drop_reason");
  ExpectError("{name: PORT_DROPS",
              "register PORT_DROPS has 10 elements, its index drop_reason has 11 values");
}

TEST_F(SpecCompiler, NamesEveryMistakeInOneRun) {
  Replace("code: 0x22", "code: 0x21");
  Replace("address: 0x104", "address: 0x100");
  const Outcome outcome = Run();
  EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 2) << outcome.output;
}

TEST_F(SpecCompiler, SaysWhereTheTextIsNotYaml) {
  Replace("header:\n", "header: [\n");
  const Outcome outcome = Run();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr(": error: not YAML: "));
}

TEST_F(SpecCompiler, FindsAndMendsStaleFiles) {
  ASSERT_EQ(Run().exit_code, 0);
  ASSERT_EQ(Run("--check").exit_code, 0);
  std::ofstream(root_ / "rtl/packages/scaleup_switch_pkg.sv", std::ios::app)
      << "// edited by hand\n";
  fs::remove(root_ / "rtl/top/scaleup_switch_p4.sv");

  const Outcome stale = Run("--check");
  EXPECT_EQ(stale.exit_code, 1);
  EXPECT_THAT(stale.output, HasSubstr("stale: rtl/packages/scaleup_switch_pkg.sv (differs)"));
  EXPECT_THAT(stale.output, HasSubstr("stale: rtl/top/scaleup_switch_p4.sv (missing)"));
  EXPECT_THAT(stale.output, HasSubstr("cmake --build build/release --target spec"));
  EXPECT_FALSE(fs::exists(root_ / "rtl/top/scaleup_switch_p4.sv")) << "--check writes nothing";

  ASSERT_EQ(Run().exit_code, 0);
  EXPECT_EQ(Run("--check").exit_code, 0);
}

TEST_F(SpecCompiler, RemovesTheTopOfAVariantThatIsGone) {
  ASSERT_EQ(Run().exit_code, 0);
  std::ofstream(root_ / "rtl/top/scaleup_switch_mine.sv") << "// by hand\n";
  Replace("{name: p18, ", "{name: p18x,");
  EXPECT_THAT(Run("--check").output,
              HasSubstr("stale: rtl/top/scaleup_switch_p18.sv (no longer generated)"));
  ASSERT_EQ(Run().exit_code, 0);
  EXPECT_FALSE(fs::exists(root_ / "rtl/top/scaleup_switch_p18.sv"));
  EXPECT_TRUE(fs::exists(root_ / "rtl/top/scaleup_switch_p18x.sv"));
  EXPECT_TRUE(fs::exists(root_ / "rtl/top/scaleup_switch_mine.sv"))
      << "not generated, so not removed";
}

TEST_F(SpecCompiler, SaysWhichFileItCannotWrite) {
  std::ofstream(root_ / "rtl") << "a file where a folder must be\n";
  const Outcome outcome = Run();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("error: cannot write "));
}

}  // namespace
}  // namespace linkwright
