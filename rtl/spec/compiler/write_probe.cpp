// SPDX-License-Identifier: Apache-2.0
// The probe shows the package's view of a flit, of records and of all its constants at ports; its
// binding gives the C++ view, so that a test can compare them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rtl/spec/compiler/constants.h"
#include "rtl/spec/compiler/layout.h"
#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

std::string Range(int bits) { return bits == 1 ? "" : fmt::format(" [{}:0]", bits - 1); }

int OperationBits(const Spec& spec) {
  for (const Field& field : spec.header) {
    if (field.type == "operations") return field.bits;
  }
  return 8;
}

void HeaderPorts(const Spec& spec, Page& page) {
  page.Line("  input  logic [{}:0] flit_i,", spec.flit_bits - 1);
  for (const Field& field : spec.header)
    page.Line("  output logic{} field_{}_o,", Range(field.bits), field.name);
  for (const Field& field : spec.header)
    page.Line("  input  logic{} field_{}_i,", Range(field.bits), field.name);
  page.Line("  output logic [{}:0] flit_o,", spec.flit_bits - 1);
  page.Line("  input  logic [{}:0] op_i,", OperationBits(spec) - 1);
  page.Line("  output logic op_known_o,");
  page.Line("  output logic op_from_accelerator_o,");
  page.Line("  output logic op_has_data_o,");
  page.Line("  output logic op_is_response_o,");
  page.Line("  output logic [1:0] op_kind_o,");
}

void RecordPorts(const Record& record, Page& page) {
  page.Line("  input  logic{} {}_i,", Range(record.bits()), record.name);
  for (const Field& field : record.fields)
    page.Line("  output logic{} {}_field_{}_o,", Range(field.bits), record.name, field.name);
  for (const Field& field : record.fields)
    page.Line("  input  logic{} {}_field_{}_i,", Range(field.bits), record.name, field.name);
  page.Line("  output logic{} {}_o,", Range(record.bits()), record.name);
}

// Names in full: yosys reads no import.
void HeaderLogic(const Spec& spec, Page& page) {
  page.Line("  {}_pkg::header_t seen;", spec.name);
  page.Line("  assign seen = flit_i;");
  for (const Field& field : spec.header) page.Line("  assign field_{0}_o = seen.{0};", field.name);
  page.Line();
  page.Line("  {}_pkg::header_t made;", spec.name);
  page.Line("  always_comb begin");
  page.Line("    made = '0;");
  for (const Field& field : spec.header) page.Line("    made.{0} = field_{0}_i;", field.name);
  page.Line("  end");
  page.Line("  assign flit_o = made;");
  page.Line();
  for (const char* name :
       {"op_known", "op_from_accelerator", "op_has_data", "op_is_response", "op_kind"}) {
    page.Line("  assign {0}_o = {1}_pkg::{0}(op_i);", name, spec.name);
  }
  page.Line();
}

void RecordLogic(const Spec& spec, const Record& record, Page& page) {
  page.Line("  {}_pkg::{}_t seen_{};", spec.name, record.name, record.name);
  page.Line("  assign seen_{0} = {0}_i;", record.name);
  for (const Field& field : record.fields)
    page.Line("  assign {0}_field_{1}_o = seen_{0}.{1};", record.name, field.name);
  page.Line("  {}_pkg::{}_t made_{};", spec.name, record.name, record.name);
  page.Line("  always_comb begin");
  page.Line("    made_{} = '0;", record.name);
  for (const Field& field : record.fields)
    page.Line("    made_{0}.{1} = {0}_field_{1}_i;", record.name, field.name);
  page.Line("  end");
  page.Line("  assign {0}_o = made_{0};", record.name);
  page.Line();
}

void ConstantLogic(const Spec& spec, Page& page) {
  page.Line("  always_comb begin");
  page.Line("    case (constant_index_i)");
  int index = 0;
  for (const ConstantGroup& group : Constants(spec)) {
    for (const Constant& constant : group.constants) {
      page.Line("      {}: constant_o = 32'({}_pkg::{});", index++, spec.name,
                constant.system_verilog);
    }
  }
  page.Line("      default: constant_o = '0;");
  page.Line("    endcase");
  page.Line("  end");
}

void HeaderBinding(const Spec& spec, Page& page) {
  page.Line("// The header as the package sees the flit at the probe.");
  page.Line("template <class Probe>");
  page.Line("Header SeenHeader(const Probe& probe) {{");
  page.Line("  Header header;");
  for (const Field& field : spec.header) {
    page.Line("  header.{0} = static_cast<decltype(header.{0})>(probe.field_{0}_o);", field.name);
  }
  page.Line("  return header;");
  page.Line("}}");
  page.Line();
  page.Line("// Gives the probe the fields of which it makes a flit.");
  page.Line("template <class Probe>");
  page.Line("void DriveHeader(const Header& header, Probe& probe) {{");
  for (const Field& field : spec.header) {
    page.Line("  probe.field_{0}_i = static_cast<{1}>(header.{0});", field.name,
              CppType(std::max(2, field.bits)));
  }
  page.Line("}}");
  page.Line();
}

// Ports of up to 64 bits are integers in the model, wider ones arrays of 32-bit words.
void RecordBitsBinding(const Record& record, int words, Page& page) {
  page.Line("  // Gives the probe the bits that it takes apart, and reads those that it made.");
  page.Line("  template <class Probe>");
  page.Line("  static void DriveBits(const std::array<uint64_t, {}>& words, Probe& probe) {{",
            words);
  const int bits = record.bits();
  if (bits <= 64) {
    page.Line("    probe.{}_i = static_cast<{}>(words[0]);", record.name,
              CppType(std::max(2, bits)));
  } else {
    page.Line("    for (size_t i = 0; i < {}; ++i) {{", (bits + 31) / 32);
    page.Line("      probe.{}_i[i] = static_cast<uint32_t>(words[i / 2] >> (32 * (i % 2)));",
              record.name);
    page.Line("    }}");
  }
  page.Line("  }}");
  page.Line("  template <class Probe>");
  page.Line("  static std::array<uint64_t, {}> MadeBits(const Probe& probe) {{", words);
  page.Line("    std::array<uint64_t, {}> words{{}};", words);
  if (bits <= 64) {
    page.Line("    words[0] = probe.{}_o;", record.name);
  } else {
    page.Line("    for (size_t i = 0; i < {}; ++i) {{", (bits + 31) / 32);
    page.Line("      words[i / 2] |= uint64_t{{probe.{}_o[i]}} << (32 * (i % 2));", record.name);
    page.Line("    }}");
  }
  page.Line("    return words;");
  page.Line("  }}");
}

void RecordBinding(const Record& record, Page& page) {
  const Layout layout = RecordLayout(record);
  page.Line("// {} at the probe.", layout.type);
  page.Line("struct {}Probe {{", layout.type);
  page.Line("  static constexpr const char* kName = {};", Quoted(record.name));
  page.Line("  static constexpr int kBits = {};", record.bits());
  page.Line("  static {} Unpacked(const std::array<uint64_t, {}>& words) {{ return {}(words); }}",
            layout.type, layout.words, layout.unpack);
  RecordBitsBinding(record, layout.words, page);
  page.Line("  // The record as the package sees the bits at the probe.");
  page.Line("  template <class Probe>");
  page.Line("  static {} Seen(const Probe& probe) {{", layout.type);
  page.Line("    {} record;", layout.type);
  for (const Field& field : record.fields) {
    page.Line("    record.{0} = static_cast<decltype(record.{0})>(probe.{1}_field_{0}_o);",
              field.name, record.name);
  }
  page.Line("    return record;");
  page.Line("  }}");
  page.Line("  // Gives the probe the fields of which it makes bits.");
  page.Line("  template <class Probe>");
  page.Line("  static void Drive(const {}& record, Probe& probe) {{", layout.type);
  for (const Field& field : record.fields) {
    page.Line("    probe.{1}_field_{0}_i = static_cast<{2}>(record.{0});", field.name, record.name,
              CppType(std::max(2, field.bits)));
  }
  page.Line("  }}");
  page.Line("}};");
  page.Line();
}

void RecordBindings(const Spec& spec, Page& page) {
  std::vector<std::string> probes;
  for (const Record& record : spec.records) {
    RecordBinding(record, page);
    probes.push_back(Pascal(record.name) + "Probe");
  }
  page.Line("using RecordProbes = std::tuple<{}>;", fmt::join(probes, ", "));
  page.Line();
}

}  // namespace

std::string WriteProbe(const Spec& spec) {
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment(
      "", "//",
      fmt::format("Shows what {}_pkg makes of {}, packs fields into {}, and reads out every "
                  "constant of the package. Combinational: latency 0.",
                  spec.name, spec.frames ? "the bits of records" : "a flit",
                  spec.frames ? "them" : "a flit"));
  page.Line();
  page.Line("module {}_probe (", spec.name);
  if (!spec.header.empty()) HeaderPorts(spec, page);
  for (const Record& record : spec.records) RecordPorts(record, page);
  page.Line("  input  logic [15:0] constant_index_i,");
  page.Line("  output logic [31:0] constant_o");
  page.Line(");");
  if (!spec.header.empty()) HeaderLogic(spec, page);
  for (const Record& record : spec.records) RecordLogic(spec, record, page);
  ConstantLogic(spec, page);
  if (spec.header_bits() < spec.flit_bits && !spec.header.empty()) {
    page.Line();
    page.Line("  logic unused;");
    page.Line("  assign unused = ^seen.rsvd;");
  }
  page.Line();
  page.Line("endmodule");
  return page.Take();
}

std::string WriteProbeBinding(const Spec& spec) {
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment(
      "", "//",
      fmt::format("The C++ side of {}_probe. Template parameter Probe is the class that verilator "
                  "makes of the module.",
                  spec.name));
  page.Line("#pragma once");
  page.Line();
  if (!spec.records.empty()) {
    page.Line("#include <tuple>");
    page.Line();
  }
  page.Line("#include \"rtl/spec/generated/{}.h\"", spec.name);
  page.Line();
  page.Line("namespace linkwright::spec::{} {{", spec.name);
  page.Line();
  if (!spec.header.empty()) HeaderBinding(spec, page);
  if (!spec.records.empty()) RecordBindings(spec, page);
  page.Line("struct NamedConstant {{");
  page.Line("  const char* name;  // in the package");
  page.Line("  uint32_t value;    // in the C++ header");
  page.Line("}};");
  page.Line();
  page.Line("// In the order of the probe's constant_index_i.");
  page.Line("inline constexpr NamedConstant kProbeConstants[] = {{");
  for (const ConstantGroup& group : Constants(spec)) {
    for (const Constant& constant : group.constants) {
      page.Line("    {{\"{}\", static_cast<uint32_t>({})}},", constant.system_verilog,
                constant.cpp);
    }
  }
  page.Line("}};");
  page.Line();
  page.Line("}}  // namespace linkwright::spec::{}", spec.name);
  return page.Take();
}

}  // namespace linkwright::spec_compiler
