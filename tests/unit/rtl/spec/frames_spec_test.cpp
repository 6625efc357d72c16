// SPDX-License-Identifier: Apache-2.0
// A specification of frames: what the compiler leaves out, what it adds, and what it refuses.
#include "tests/unit/rtl/spec/compiler_run.h"

namespace linkwright {
namespace {

using testing::HasSubstr;
using testing::Not;

class FramesSpec : public SpecCompilerTest {
 protected:
  FramesSpec() : SpecCompilerTest("ethernet_switch") {}

  std::string Written(const std::string& path) const { return ReadText(root_ / path); }
  std::string Package() const { return Written("rtl/packages/ethernet_switch_pkg.sv"); }
  std::string Header() const { return Written("rtl/spec/generated/ethernet_switch.h"); }
  // Puts `constant` in front of the others.
  void AddConstant(const std::string& constant) {
    Replace("constants:\n", "constants:\n  - " + constant + "\n");
  }
  // Puts one more field below the telemetry slot's.
  void AddField(const std::string& field) {
    Replace("    fields:\n", "    fields:\n      - " + field + "\n");
  }
};

TEST_F(FramesSpec, HaveNeitherHeaderNorOperations) {
  const Outcome outcome = Run();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Package(), Not(HasSubstr("header_t")));
  EXPECT_THAT(Package(), Not(HasSubstr("op_known")));
  EXPECT_THAT(Package(), Not(HasSubstr("CreditBits")));
  EXPECT_THAT(Header(), Not(HasSubstr("struct Header")));
  EXPECT_THAT(Header(), Not(HasSubstr("enum class Operation")));
  EXPECT_THAT(Written("docs/reference/ethernet_switch.md"), Not(HasSubstr("## Operations")));
}

TEST_F(FramesSpec, TopsHaveByteCountsErrorsAndHoldsInTheirPorts) {
  ASSERT_EQ(Run().exit_code, 0);
  const std::string top = Written("rtl/top/ethernet_switch_p16.sv");
  for (const char* port :
       {"input  logic [15:0] rx_error_i,", "input  logic [6:0] rx_bytes_i [16],",
        "input  logic [511:0] rx_data_i [16],", "input  logic [8:0] hold_i [16],",
        "input  logic [31:0] time_i,", "output logic [15:0] tx_error_o,",
        "output logic [6:0] tx_bytes_o [16],", "output logic [159:0] held_o [16],"}) {
    EXPECT_THAT(top, HasSubstr(port));
  }
  EXPECT_THAT(top, Not(HasSubstr("credit")));
}

TEST_F(FramesSpec, HaveARegisterMapOfTheirOwn) {
  ASSERT_EQ(Run().exit_code, 0);
  EXPECT_THAT(Written("rtl/spec/generated/ethernet_switch_register_map.json"),
              HasSubstr("\"name\": \"ethernet_switch\""));
  EXPECT_FALSE(fs::exists(root_ / "rtl/spec/generated/register_map.json"));
}

TEST_F(FramesSpec, DoNotTouchTheFilesOfAnotherSpecification) {
  const fs::path other = root_ / "rtl/top/scaleup_switch_p4.sv";
  fs::create_directories(other.parent_path());
  fs::copy_file(fs::path(LINKWRIGHT_SOURCE_DIR) / "rtl/top/scaleup_switch_p4.sv", other);
  ASSERT_EQ(Run().exit_code, 0);
  EXPECT_TRUE(fs::exists(other));
  EXPECT_EQ(Run("--check").exit_code, 0);
}

TEST_F(FramesSpec, MayNotSayWhatOnlyPacketsOfFlitsHave) {
  Replace("flit_bits: 512\n", "flit_bits: 512\ncredit_bits: 16\n");
  ExpectError("credit_bits", "unknown key 'credit_bits' in this specification");
}

TEST_F(FramesSpec, MayNotHaveARegisterPerVirtualChannel) {
  Replace("per_port: true, access: rw, bits: 1,",
          "per_port: true, per_vc: true, access: rw, bits: 1,");
  ExpectError("per_vc", "unknown key 'per_vc' in this register");
}

TEST_F(FramesSpec, WithoutTheWordFramesLackAHeader) {
  Replace("interface: frames", "interface: flits");
  const Outcome outcome = Run();
  EXPECT_EQ(outcome.exit_code, 2);
  for (const char* key : {"header", "operations", "max_payload_bytes", "credit_bits"}) {
    EXPECT_THAT(outcome.output, HasSubstr(std::string("specification lacks the key '") + key));
  }
}

TEST_F(FramesSpec, NamesTheInterfacesThereAre) {
  Replace("interface: frames", "interface: cells");
  ExpectError("cells  #", "'interface' is 'cells', must be one of flits, frames");
}

TEST_F(FramesSpec, ConstantsThatAnIntCannotHoldAreUnsigned) {
  AddConstant("{name: Largest, value: 0xFFFFFFFF, doc: \"all ones\"}");
  AddConstant("{name: Limit, value: 2147483647, doc: \"still an int\"}");
  const Outcome outcome = Run();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Package(), HasSubstr("localparam int unsigned Largest = 32'd4294967295;"));
  EXPECT_THAT(Package(), HasSubstr("localparam int unsigned Limit = 2147483647;"));
  EXPECT_THAT(Header(), HasSubstr("inline constexpr uint32_t kLargest = 0xffffffff;"));
  EXPECT_THAT(Header(), HasSubstr("inline constexpr int kLimit = 2147483647;"));
}

TEST_F(FramesSpec, RefusesAConstantOf33Bits) {
  AddConstant("{name: Largest, value: 0x100000000, doc: \"too large\"}");
  ExpectError("0x100000000", "'value' is 0x100000000, must be 0 to 4294967295");
}

TEST_F(FramesSpec, RefusesANegativeConstant) {
  AddConstant("{name: Smallest, value: -1, doc: \"too small\"}");
  ExpectError("-1, doc", "'value' is -1, must be 0 to 4294967295");
}

TEST_F(FramesSpec, RefusesAConstantThatIsNoNumber) {
  AddConstant("{name: Size, value: Ports, doc: \"a name\"}");
  ExpectError("Ports, doc", "'value' is 'Ports', must be a whole number");
}

TEST_F(FramesSpec, RefusesAConstantInCapitals) {
  AddConstant("{name: MAX_SIZE, value: 1, doc: \"badly named\"}");
  ExpectError("{name: MAX_SIZE", "constant name 'MAX_SIZE' does not have the form");
}

TEST_F(FramesSpec, RefusesTwoConstantsAlike) {
  AddConstant("{name: Classes,  value: 9, doc: \"another number of classes\"}");
  ExpectError("{name: Classes, value: 8", "constant 'Classes' is already there in line");
}

TEST_F(FramesSpec, RefusesAConstantThatAParameterHasDeclared) {
  AddConstant("{name: PortsMax, value: 1, doc: \"the parameter Ports has it\"}");
  ExpectError("{name: PortsMax", "constant PortsMax is already declared for another entry");
}

TEST_F(FramesSpec, RefusesAConstantThatTheHeaderDeclaresUnderAnotherName) {
  AddConstant("{name: DropReasons, value: 1, doc: \"kDropReasons counts the enum\"}");
  ExpectError("{name: DropReasons", "constant DropReasons is already declared for another entry");
}

TEST_F(FramesSpec, RefusesAFieldOf65Bits) {
  AddField("{name: wide, bits: 65, doc: \"too wide\"}");
  ExpectError("65, doc", "'bits' is 65, must be 1 to 64");
}

TEST_F(FramesSpec, RefusesARecordLongerThanABeat) {
  for (int i = 0; i < 8; ++i) {
    AddField("{name: pad" + std::to_string(i) + ", bits: 64, doc: \"padding\"}");
  }
  ExpectError("name: telemetry_slot", "record telemetry_slot has 576 bits, may have 512");
}

TEST_F(FramesSpec, RefusesARecordWithoutFields) {
  const size_t at = text_.find("    fields:\n");
  text_.replace(at, text_.find("\nenums:") - at, "    fields: []\n");
  ExpectError("[]\n", "'fields' must be a list of at least one");
}

TEST_F(FramesSpec, RefusesAFieldWhoseTypeIsNoEnum) {
  AddField("{name: why, bits: 8, type: reason, doc: \"of an unknown type\"}");
  ExpectError("{name: why", "field why has type 'reason', which is no enum");
}

TEST_F(FramesSpec, RefusesAFieldTooNarrowForItsEnum) {
  AddField("{name: why, bits: 4, type: drop_reason, doc: \"too narrow\"}");
  ExpectError("{name: EGRESS_DEAD", "value EGRESS_DEAD = 16 does not fit the 4 bits of field why");
}

TEST_F(FramesSpec, RefusesAFieldThatIsAWordOfTheLanguages) {
  AddField("{name: class, bits: 3, doc: \"badly named\"}");
  ExpectError("{name: class", "field name 'class' is a word of C++ or SystemVerilog");
}

TEST_F(FramesSpec, RefusesTwoFieldsAlike) {
  AddField("{name: depth,  bits: 3, doc: \"once more\"}");
  ExpectError("{name: depth,     bits: 16", "record field 'depth' is already there in line");
}

TEST_F(FramesSpec, RefusesARecordCalledLikeAnEnum) {
  Replace("name: telemetry_slot", "name: inject_kind");
  ExpectError("name: inject_kind\n    doc", "record inject_kind has the type name InjectKind");
}

TEST_F(FramesSpec, WithoutRecordsHaveNoProbe) {
  const size_t at = text_.find("records:\n");
  text_.erase(at, text_.find("enums:\n", at) - at);
  const Outcome outcome = Run();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_FALSE(fs::exists(root_ / "rtl/spec/probe"));
  EXPECT_FALSE(fs::exists(root_ / "rtl/spec/generated/ethernet_switch_probe.h"));
}

TEST_F(FramesSpec, WithoutConstantsAreComplete) {
  const size_t at = text_.find("constants:\n");
  text_.erase(at, text_.find("records:\n", at) - at);
  const Outcome outcome = Run();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Package(), Not(HasSubstr("Numbers that are the same in every variant")));
}

TEST_F(FramesSpec, ARecordOfSeveralWordsMayHaveAFieldAcrossThem) {
  AddField("{name: address, bits: 57, doc: \"bits 56 to 0\"}");
  const Outcome outcome = Run();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(Header(), HasSubstr("std::array<uint64_t, 2> Pack(const TelemetrySlot& record)"));
  // tx_beats follows rate_code: bits 61 to 80.
  EXPECT_THAT(Header(), HasSubstr("words[0] |= tx_beats << 61;"));
  EXPECT_THAT(Header(), HasSubstr("words[1] |= tx_beats >> 3;"));
}

}  // namespace
}  // namespace linkwright
