// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <functional>

#include "rtl/spec/compiler/constants.h"
#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

void WriteConstants(const ConstantGroup& group, Page& page) {
  page.Line();
  page.Comment("  ", "//", group.title + ".");
  for (const Constant& constant : group.constants) {
    if (!constant.doc.empty()) page.Comment("  ", "//", constant.doc);
    if (constant.bits == 0 && constant.value > kLargestInt) {
      page.Line("  localparam int unsigned {} = 32'd{};", constant.system_verilog, constant.value);
    } else if (constant.bits == 0) {
      page.Line("  localparam int unsigned {} = {};", constant.system_verilog, constant.value);
    } else {
      page.Line("  localparam logic [{}:0] {} = {}'h{:0{}X};", constant.bits - 1,
                constant.system_verilog, constant.bits, constant.value, (constant.bits + 3) / 4);
    }
  }
}

// `spare` bits above the last field are called rsvd.
void WriteStruct(const std::string& name, const std::string& doc, const std::vector<Field>& fields,
                 int spare, Page& page) {
  page.Line();
  page.Comment("  ", "//", doc + ". The last member is at bit 0.");
  page.Line("  typedef struct packed {{");
  if (spare > 0) page.Line("    logic [{}:0] rsvd;  // zero", spare - 1);
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    const std::string range = field->bits == 1 ? "" : fmt::format(" [{}:0]", field->bits - 1);
    page.Line("    logic{} {};  // {}", range, field->name, field->doc);
  }
  page.Line("  }} {}_t;", name);
}

// A function of the operation code that is `value(operation)` for known ones and `otherwise` for
// the rest. Plain case statements: yosys reads no `return`.
void WriteFunction(const Spec& spec, const std::string& type, const std::string& name,
                   const std::string& doc, const std::string& otherwise,
                   const std::function<std::string(const Operation&)>& value, Page& page) {
  page.Line();
  page.Comment("  ", "//", doc);
  page.Line("  function automatic {} {}(input logic [OpBits-1:0] op);", type, name);
  page.Line("    case (op)");
  for (const Operation& operation : spec.operations) {
    const std::string result = value(operation);
    if (result != otherwise)
      page.Line("      Op{}: {} = {};", Pascal(operation.name), name, result);
  }
  page.Line("      default: {} = {};", name, otherwise);
  page.Line("    endcase");
  page.Line("  endfunction");
}

void WriteFunctions(const Spec& spec, Page& page) {
  WriteFunction(
      spec, "logic", "op_known", "The code is an operation.", "1'b0",
      [](const Operation&) { return "1'b1"; }, page);
  WriteFunction(
      spec, "logic", "op_from_accelerator",
      "The code is an operation that an accelerator may send.", "1'b0",
      [](const Operation& op) { return op.from == "accelerator" ? "1'b1" : "1'b0"; }, page);
  WriteFunction(
      spec, "logic [1:0]", "op_kind",
      "What the switch does with it; of an unknown code KindUnicast.", "KindUnicast",
      [](const Operation& op) { return "Kind" + Pascal(op.kind); }, page);
  page.Line();
  page.Line("  // Data flits follow the header.");
  page.Line("  function automatic logic op_has_data(input logic [OpBits-1:0] op);");
  page.Line("    op_has_data = (op & OpBits'(6'h20)) != '0;");
  page.Line("  endfunction");
  page.Line();
  page.Line("  // A response: travels on an odd virtual channel.");
  page.Line("  function automatic logic op_is_response(input logic [OpBits-1:0] op);");
  page.Line("    op_is_response = (op & OpBits'(6'h10)) != '0;");
  page.Line("  endfunction");
}

}  // namespace

std::string WritePackage(const Spec& spec) {
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment(
      "", "//",
      fmt::format("{} of {}; the C++ header rtl/spec/generated/{}.h says the same.",
                  spec.frames ? "Constants and records" : "Constants, the header and operations",
                  spec.name, spec.name));
  page.Line();
  page.Line("package {}_pkg;", spec.name);
  for (const ConstantGroup& group : Constants(spec)) WriteConstants(group, page);
  if (!spec.frames) {
    WriteStruct("header", "Header flit", spec.header, spec.flit_bits - spec.header_bits(), page);
  }
  for (const Record& record : spec.records) {
    WriteStruct(record.name, record.doc, record.fields, 0, page);
  }
  if (!spec.frames) WriteFunctions(spec, page);
  page.Line();
  page.Line("endpackage");
  return page.Take();
}

}  // namespace linkwright::spec_compiler
