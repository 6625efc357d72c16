// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "rtl/spec/compiler/constants.h"
#include "rtl/spec/compiler/layout.h"
#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

void WriteEnum(const std::string& type, const std::vector<EnumValue>& values,
               const std::string& format, Page& page) {
  page.Line("enum class {} : uint8_t {{", type);
  for (const EnumValue& value : values) {
    if (!value.doc.empty()) page.Comment("  ", "//", value.doc);
    page.Line("  k{} = {},", Pascal(value.name), fmt::format(fmt::runtime(format), value.value));
  }
  page.Line("}};");
}

void WriteSwitch(const Spec& spec, const std::string& function, const std::string& result,
                 const char* otherwise, bool (*wanted)(const Operation&), Page& page) {
  page.Line("constexpr bool {}(Operation operation) {{", function);
  page.Line("  switch (operation) {{");
  for (const Operation& operation : spec.operations) {
    if (wanted(operation)) page.Line("    case Operation::k{}:", Pascal(operation.name));
  }
  page.Line("      return {};", result);
  page.Line("    default:");
  page.Line("      return {};", otherwise);
  page.Line("  }}");
  page.Line("}}");
}

void WriteOperations(const Spec& spec, Page& page) {
  std::vector<EnumValue> codes;
  for (const Operation& operation : spec.operations) {
    codes.push_back({operation.name, operation.doc, operation.code, {}});
  }
  page.Line();
  page.Line("// Codes on the wire. A received header may hold any other number, too.");
  WriteEnum("Operation", codes, "{:#04x}", page);
  page.Line("inline constexpr int kOperations = {};", spec.operations.size());
  page.Line("std::span<const Operation> Operations();");
  page.Line();
  page.Line("// What the switch does with an operation.");
  std::vector<EnumValue> kinds;
  for (const std::string& kind : OperationKinds()) {
    kinds.push_back({kind, "", static_cast<uint32_t>(kinds.size()), {}});
  }
  WriteEnum("OperationKind", kinds, "{}", page);
  page.Line();
  page.Line("// Data flits follow the header.");
  page.Line("constexpr bool HasData(Operation operation) {{");
  page.Line("  return (static_cast<unsigned>(operation) & 0x20u) != 0;");
  page.Line("}}");
  page.Line("// A response travels on an odd virtual channel.");
  page.Line("constexpr bool IsResponse(Operation operation) {{");
  page.Line("  return (static_cast<unsigned>(operation) & 0x10u) != 0;");
  page.Line("}}");
  WriteSwitch(
      spec, "IsKnown", "true", "false", [](const Operation&) { return true; }, page);
  page.Line("// An operation that an accelerator may send into a port.");
  WriteSwitch(
      spec, "FromAccelerator", "true", "false",
      [](const Operation& operation) { return operation.from == "accelerator"; }, page);
  page.Line("// Of a code that is no operation: kUnicast.");
  page.Line("constexpr OperationKind KindOf(Operation operation) {{");
  page.Line("  switch (operation) {{");
  for (const Operation& operation : spec.operations) {
    if (operation.kind == "unicast") continue;
    page.Line("    case Operation::k{}:", Pascal(operation.name));
    page.Line("      return OperationKind::k{};", Pascal(operation.kind));
  }
  page.Line("    default:");
  page.Line("      return OperationKind::kUnicast;");
  page.Line("  }}");
  page.Line("}}");
  page.Line("// Lower-case name, or \"unknown\"; and what it means.");
  page.Line("std::string_view Name(Operation operation);");
  page.Line("std::string_view Doc(Operation operation);");
}

void WriteEnums(const Spec& spec, Page& page) {
  for (const Enumeration& enumeration : spec.enums) {
    const std::string type = Pascal(enumeration.name);
    page.Line();
    page.Comment("", "//", enumeration.doc);
    WriteEnum(type, enumeration.values, "{}", page);
    page.Line("inline constexpr int k{} = {};", Plural(type), enumeration.values.size());
    page.Line("std::string_view Name({} {});", type, enumeration.name);
    page.Line("std::string_view Doc({} {});", type, enumeration.name);
  }
}

void WriteVariant(const Spec& spec, Page& page) {
  page.Line();
  page.Line("// A named set of parameters.");
  page.Line("struct Variant {{");
  page.Line("  std::string_view name;");
  page.Line("  int index;  // what register VARIANT reads");
  page.Line("  bool rtl;   // a verilated top of this variant exists");
  for (const Parameter& parameter : spec.parameters) {
    page.Line("  {} {};  // {}",
              parameter.enumeration.empty() ? "int" : Pascal(parameter.enumeration),
              Snake(parameter.name), parameter.doc);
  }
  page.Line("  std::string_view doc;");
  page.Line("}};");
  page.Line("std::span<const Variant> Variants();");
  page.Line("const Variant* FindVariant(std::string_view name);  // null if there is none");
}

// Numbers that an int cannot hold are unsigned, as addresses are.
void WriteConstant(const Constant& constant, const std::string& name, Page& page) {
  if (!constant.doc.empty()) page.Comment("", "//", constant.doc);
  if (constant.bits == 0 && constant.value <= kLargestInt) {
    page.Line("inline constexpr int {} = {};", name, constant.value);
  } else {
    page.Line("inline constexpr uint32_t {} = {:#x};", name, constant.value);
  }
}

void WriteConstantGroup(const ConstantGroup& group, Page& page) {
  page.Line();
  page.Comment("", "//", group.title + ".");
  for (const Constant& constant : group.constants) WriteConstant(constant, constant.cpp, page);
}

// "registers::kIdentity" -> "kIdentity"; functions are written elsewhere.
void WriteRegisterConstants(const ConstantGroup& group, Page& page) {
  const std::string prefix = "registers::";
  for (const Constant& constant : group.constants) {
    const std::string name = constant.cpp.substr(prefix.size());
    if (name.starts_with('k')) WriteConstant(constant, name, page);
  }
}

void WriteAddressFunction(const Spec& spec, const Register& reg, bool typed_index, Page& page) {
  std::vector<std::string> arguments;
  std::string sum = fmt::format("{:#x}u", reg.address);
  auto add = [&](const std::string& type, const std::string& name, uint64_t stride) {
    arguments.push_back(type + " " + Variable(name));
    sum += fmt::format(" +\n         {:#x}u * static_cast<uint32_t>({})", stride, Variable(name));
  };
  if (reg.per_port) add("int", "port", spec.port_stride);
  if (reg.per_vc) add("int", "vc", 4);
  if (reg.count > 1) add(typed_index ? Pascal(reg.index) : "int", reg.index, reg.stride);
  if (reg.words > 1) add("int", "word", 4);
  if (!typed_index) page.Comment("", "//", fmt::format("{}: {}", reg.access, reg.doc));
  page.Line("constexpr uint32_t {}({}) {{", Pascal(reg.name), fmt::join(arguments, ", "));
  page.Line("  return {};", sum);
  page.Line("}}");
}

void WriteRegisters(const Spec& spec, const ConstantGroup& group, Page& page) {
  page.Line();
  page.Line("// Byte addresses of the 32-bit registers, and constants about them.");
  page.Line("namespace registers {{");
  page.Line();
  WriteRegisterConstants(group, page);
  page.Line();
  for (const Register& reg : spec.registers) {
    if (!reg.per_port && !reg.per_vc && reg.count == 1 && reg.words == 1) continue;
    WriteAddressFunction(spec, reg, false, page);
    if (spec.FindEnum(reg.index) != nullptr) WriteAddressFunction(spec, reg, true, page);
  }
  page.Line();
  page.Line("}}  // namespace registers");
  page.Add(R"(
enum class Access : uint8_t { kReadOnly, kReadWrite, kWriteOneToClear, kWriteOnly, kCounter };

struct RegisterInfo {
  std::string_view name;
  uint32_t address;  // of its first word
  Access access;
  int bits;    // bits that can be other than 0
  int count;   // elements in the largest variant
  int stride;  // bytes between elements
  int words;   // consecutive words of one element
  bool per_port;
  bool per_vc;             // one word per virtual channel
  std::string_view index;  // what counts the elements; empty if there is one
  int (*elements)(const Variant&);  // elements in a variant
  // Value after reset; null if it depends on wires or cannot be read.
  uint32_t (*reset)(const Variant&);
  std::string_view doc;
};
std::span<const RegisterInfo> Registers();
)");
}

}  // namespace

std::string WriteHeader(const Spec& spec) {
  const std::vector<ConstantGroup> constants = Constants(spec);
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment("", "//",
               fmt::format("{} of {}; rtl/packages/{}_pkg.sv says the same to SystemVerilog.",
                           spec.frames ? "Constants, records, variants and registers"
                                       : "Packets, operations, variants and registers",
                           spec.name, spec.name));
  page.Line("#pragma once");
  page.Line();
  for (const char* include : {"array", "cstdint", "span", "string_view"})
    page.Line("#include <{}>", include);
  page.Line();
  page.Line("namespace linkwright::spec::{} {{", spec.name);
  WriteConstantGroup(constants.front(), page);
  if (!spec.constants.empty()) WriteConstantGroup(NamedNumbers(spec), page);
  if (!spec.frames) WriteOperations(spec, page);
  WriteEnums(spec, page);
  if (!spec.frames) WriteLayout(HeaderLayout(spec), page);
  for (const Record& record : spec.records) WriteLayout(RecordLayout(record), page);
  WriteVariant(spec, page);
  WriteRegisters(spec, constants.back(), page);
  page.Line();
  page.Line("}}  // namespace linkwright::spec::{}", spec.name);
  return page.Take();
}

}  // namespace linkwright::spec_compiler
