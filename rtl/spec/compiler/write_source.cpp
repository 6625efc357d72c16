// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

void WriteNames(const std::string& type, const std::vector<EnumValue>& values, Page& page) {
  for (const bool doc : {false, true}) {
    page.Line();
    page.Line("std::string_view {}({} value) {{", doc ? "Doc" : "Name", type);
    page.Line("  switch (value) {{");
    for (const EnumValue& value : values) {
      page.Line("    case {}::k{}:", type, Pascal(value.name));
      page.Line("      return {};", Quoted(doc ? value.doc : Lower(value.name)));
    }
    page.Line("  }}");
    page.Line("  return {};", doc ? "\"\"" : "\"unknown\"");
    page.Line("}}");
  }
}

std::string ParameterValue(const Spec& spec, const Parameter& parameter, int64_t value) {
  const Enumeration* enumeration = spec.FindEnum(parameter.enumeration);
  if (enumeration == nullptr) return std::to_string(value);
  return fmt::format("{}::k{}", Pascal(enumeration->name),
                     Pascal(enumeration->values[static_cast<size_t>(value)].name));
}

void WriteVariants(const Spec& spec, Page& page) {
  page.Line();
  page.Line("constexpr Variant kVariants[] = {{");
  for (size_t i = 0; i < spec.variants.size(); ++i) {
    const Variant& variant = spec.variants[i];
    page.Line("    {{.name = {},", Quoted(variant.name));
    page.Line("     .index = {},", i);
    page.Line("     .rtl = {},", variant.rtl);
    for (size_t p = 0; p < spec.parameters.size(); ++p) {
      page.Line("     .{} = {},", Snake(spec.parameters[p].name),
                ParameterValue(spec, spec.parameters[p], variant.values[p]));
    }
    page.Line("     .doc = {}}},", Quoted(variant.doc));
  }
  page.Line("}};");
}

std::string AccessName(const std::string& access) {
  if (access == "ro") return "Access::kReadOnly";
  if (access == "rw") return "Access::kReadWrite";
  if (access == "w1c") return "Access::kWriteOneToClear";
  return access == "wo" ? "Access::kWriteOnly" : "Access::kCounter";
}

std::string FromVariant(const Spec& spec, const std::string& parameter) {
  const std::string member = "variant." + Snake(parameter);
  return spec.parameters[static_cast<size_t>(spec.FindParameter(parameter))].enumeration.empty()
             ? member
             : fmt::format("static_cast<int>({})", member);
}

std::string ResetFunction(const Spec& spec, const Register& reg) {
  const std::string fixed = "[](const Variant&) -> uint32_t {{ return {}; }}";
  const std::string from = "[](const Variant& variant) {{ return static_cast<uint32_t>({}); }}";
  if (reg.reset) return fmt::format(fmt::runtime(fixed), fmt::format("{:#x}", *reg.reset));
  if (reg.access == "counter") return fmt::format(fmt::runtime(fixed), "0");
  if (reg.value_source.empty()) return "nullptr";
  if (reg.value_source == "identity") return fmt::format(fmt::runtime(fixed), "kIdentityValue");
  if (reg.value_source == "version") return fmt::format(fmt::runtime(fixed), "kSpecVersion");
  if (reg.value_source == "spec_hash") return fmt::format(fmt::runtime(fixed), "kSpecHash");
  if (reg.value_source == "variant_index") return fmt::format(fmt::runtime(from), "variant.index");
  return fmt::format(fmt::runtime(from), FromVariant(spec, reg.value_source));
}

void WriteRegisters(const Spec& spec, Page& page) {
  page.Line();
  page.Line("constexpr RegisterInfo kRegisters[] = {{");
  for (const Register& reg : spec.registers) {
    page.Line("    {{.name = {},", Quoted(reg.name));
    page.Line("     .address = {:#x},", reg.address);
    page.Line("     .access = {},", AccessName(reg.access));
    page.Line("     .bits = {}, .count = {}, .stride = {}, .words = {},", reg.bits, reg.count,
              reg.stride, reg.words);
    page.Line("     .per_port = {}, .per_vc = {}, .index = {},", reg.per_port, reg.per_vc,
              Quoted(reg.index));
    if (reg.count_parameter.empty()) {
      page.Line("     .elements = [](const Variant&) {{ return {}; }},", reg.count);
    } else {
      page.Line("     .elements = [](const Variant& variant) {{ return {}; }},",
                FromVariant(spec, reg.count_parameter));
    }
    page.Line("     .reset = {},", ResetFunction(spec, reg));
    page.Line("     .doc = {}}},", Quoted(reg.doc));
  }
  page.Line("}};");
}

void WriteOperationList(const Spec& spec, Page& page) {
  page.Line();
  page.Line("constexpr Operation kOperationList[] = {{");
  for (const Operation& operation : spec.operations) {
    page.Line("    Operation::k{},", Pascal(operation.name));
  }
  page.Line("}};");
}

}  // namespace

std::string WriteSource(const Spec& spec) {
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("#include \"rtl/spec/generated/{}.h\"", spec.name);
  page.Line();
  page.Line("namespace linkwright::spec::{} {{", spec.name);
  page.Line("namespace {{");
  if (!spec.frames) WriteOperationList(spec, page);
  WriteVariants(spec, page);
  WriteRegisters(spec, page);
  page.Line();
  page.Line("}}  // namespace");
  if (!spec.frames) {
    page.Line();
    std::vector<EnumValue> operations;
    for (const Operation& operation : spec.operations) {
      operations.push_back({operation.name, operation.doc, operation.code, {}});
    }
    page.Line("std::span<const Operation> Operations() {{ return kOperationList; }}");
    WriteNames("Operation", operations, page);
  }
  for (const Enumeration& enumeration : spec.enums)
    WriteNames(Pascal(enumeration.name), enumeration.values, page);
  page.Add(R"(
std::span<const Variant> Variants() { return kVariants; }

const Variant* FindVariant(std::string_view name) {
  for (const Variant& variant : kVariants) {
    if (variant.name == name) return &variant;
  }
  return nullptr;
}

std::span<const RegisterInfo> Registers() { return kRegisters; }
)");
  page.Line();
  page.Line("}}  // namespace linkwright::spec::{}", spec.name);
  return page.Take();
}

}  // namespace linkwright::spec_compiler
