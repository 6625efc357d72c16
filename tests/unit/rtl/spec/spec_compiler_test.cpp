// SPDX-License-Identifier: Apache-2.0
// Runs the compiler on copies of the real specification that are each wrong in one place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace linkwright {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Outcome {
  int exit_code = -1;
  std::string output;
};

class SpecCompiler : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            (std::string("spec_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
    text_ = ReadText(fs::path(LINKWRIGHT_SOURCE_DIR) / "rtl/spec/scaleup_switch.yaml");
    ASSERT_FALSE(text_.empty());
  }
  void TearDown() override { fs::remove_all(root_); }

  // Puts `after` in the place of the first `before`.
  void Replace(const std::string& before, const std::string& after) {
    const size_t at = text_.find(before);
    ASSERT_NE(at, std::string::npos) << before;
    text_.replace(at, before.size(), after);
  }

  Outcome Run(const std::string& arguments = "") {
    std::ofstream(root_ / "spec.yaml", std::ios::binary) << text_;
    const std::string command =
        std::string(LINKWRIGHT_BINARY_DIR) + "/linkwright_spec_compiler --spec " +
        (root_ / "spec.yaml").string() + " --root " + root_.string() + " " + arguments + " 2>&1";
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    char buffer[512];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) outcome.output += buffer;
    const int status = pclose(pipe);
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    return outcome;
  }

  // "spec.yaml:LINE:COL: error: " of the first place where `marker` stands.
  std::string Position(const std::string& marker) const {
    const size_t at = text_.find(marker);
    EXPECT_NE(at, std::string::npos) << marker;
    const std::string before = text_.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t start = before.rfind('\n');
    const size_t column = start == std::string::npos ? at + 1 : at - start;
    return "spec.yaml:" + std::to_string(line) + ":" + std::to_string(column) + ": error: ";
  }

  // The specification as it stands is refused at `marker` with `message`, and nothing is written.
  void ExpectError(const std::string& marker, const std::string& message) {
    const Outcome outcome = Run();
    EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(Position(marker) + message));
    EXPECT_FALSE(fs::exists(root_ / "rtl")) << "output in spite of an error";
  }

  fs::path root_;
  std::string text_;
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
