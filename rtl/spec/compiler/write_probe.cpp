// SPDX-License-Identifier: Apache-2.0
// The probe shows the package's view of a flit and all its constants at ports; its binding gives
// the C++ view, so that a test can compare them.
#include <fmt/format.h>

#include "rtl/spec/compiler/constants.h"
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

}  // namespace

std::string WriteProbe(const Spec& spec) {
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment(
      "", "//",
      fmt::format(
          "Shows what {}_pkg makes of a flit, packs fields into a flit, and reads out every "
          "constant of the package. Combinational: latency 0.",
          spec.name));
  page.Line();
  page.Line("module {}_probe (", spec.name);
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
  page.Line("  input  logic [15:0] constant_index_i,");
  page.Line("  output logic [31:0] constant_o");
  page.Line(");");
  // Names in full: yosys reads no import.
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
  if (spec.header_bits() < spec.flit_bits) {
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
  page.Line("#include \"rtl/spec/generated/{}.h\"", spec.name);
  page.Line();
  page.Line("namespace linkwright::spec::{} {{", spec.name);
  page.Line();
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
