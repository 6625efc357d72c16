// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <bit>
#include <tuple>

#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

constexpr const char* kScalarInputs[] = {"clk_i", "rst_ni"};

struct Port {
  std::string direction;
  std::string packed;  // with a leading space, or empty
  std::string name;
  std::string unpacked;
};

std::vector<Port> Ports(const Spec& spec, int64_t ports) {
  const std::string per_port = fmt::format(" [{}:0]", ports - 1);
  const std::string array = fmt::format(" [{}]", ports);
  const std::string flit = fmt::format(" [{}:0]", spec.flit_bits - 1);
  const std::string bytes =
      fmt::format(" [{}:0]", std::bit_width(static_cast<unsigned>(spec.flit_bits / 8)) - 1);
  const std::string limit = fmt::format(" [{}:0]", spec.credit_bits - 1);
  const Field* vc_field = spec.FindField("vc");
  const std::string vc = fmt::format(" [{}:0]", (vc_field == nullptr ? 1 : vc_field->bits) - 1);
  std::vector<Port> list;
  for (const char* name : kScalarInputs) list.push_back({"input ", "", name, ""});
  list.push_back({"input ", per_port, "link_up_i", ""});
  if (spec.frames) {
    list.push_back({"input ", " [8:0]", "hold_i", array});
    list.push_back({"input ", " [31:0]", "time_i", ""});
  }
  for (const auto& [prefix, direction, suffix] :
       {std::tuple{"rx", "input ", "_i"}, std::tuple{"tx", "output", "_o"}}) {
    auto add = [&, p = prefix, d = direction, s = suffix](
                   const char* what, const std::string& packed, const std::string& unpacked) {
      list.push_back({d, packed, fmt::format("{}_{}{}", p, what, s), unpacked});
    };
    add("valid", per_port, "");
    add("head", per_port, "");
    add("tail", per_port, "");
    if (spec.frames) {
      add("error", per_port, "");
      add("bytes", bytes, array);
    }
    add("data", flit, array);
    if (spec.frames) continue;
    add("credit_valid", per_port, "");
    add("credit_vc", vc, array);
    add("credit_limit", limit, array);
  }
  if (spec.frames) list.push_back({"output", " [159:0]", "held_o", array});
  list.push_back({"input ", "", "bus_valid_i", ""});
  list.push_back({"input ", "", "bus_write_i", ""});
  list.push_back({"input ", " [31:0]", "bus_address_i", ""});
  list.push_back({"input ", " [31:0]", "bus_wdata_i", ""});
  list.push_back({"output", "", "bus_valid_o", ""});
  list.push_back({"output", "", "bus_error_o", ""});
  list.push_back({"output", " [31:0]", "bus_rdata_o", ""});
  list.push_back({"output", "", "irq_o", ""});
  list.push_back({"output", "", "idle_o", ""});
  return list;
}

std::string ParameterValue(const Spec& spec, const Parameter& parameter, int64_t value) {
  const Enumeration* enumeration = spec.FindEnum(parameter.enumeration);
  if (enumeration == nullptr) return std::to_string(value);
  return fmt::format("{}_pkg::{}{}", spec.name, enumeration->prefix,
                     Pascal(enumeration->values[static_cast<size_t>(value)].name));
}

}  // namespace

std::string WriteTop(const Spec& spec, const Variant& variant) {
  const int ports_index = spec.FindParameter("Ports");
  const int64_t port_count = ports_index < 0 ? 1 : variant.values[static_cast<size_t>(ports_index)];
  const std::vector<Port> ports = Ports(spec, port_count);
  Page page;
  page.Line("// SPDX-License-Identifier: Apache-2.0");
  page.Add(Banner(spec, "//"));
  page.Line("//");
  page.Comment("", "//",
               fmt::format("Variant {} of {}: {}. Only names parameters; latency, throughput and "
                           "back-pressure are those of {}.",
                           variant.name, spec.name, variant.doc, spec.name));
  page.Line();
  page.Line("module {}_{} (", spec.name, variant.name);
  for (const Port& port : ports) {
    page.Line("  {} logic{} {}{}{}", port.direction, port.packed, port.name, port.unpacked,
              &port == &ports.back() ? "" : ",");
  }
  page.Line(");");
  page.Line();
  page.Line("  {} #(", spec.name);
  for (size_t i = 0; i < spec.parameters.size(); ++i) {
    page.Line("    .{}({}),", spec.parameters[i].name,
              ParameterValue(spec, spec.parameters[i], variant.values[i]));
  }
  page.Line("    .VariantIndex({})", &variant - spec.variants.data());
  page.Line("  ) u_{} (", spec.name);
  for (const Port& port : ports) {
    page.Line("    .{}({}){}", port.name, port.name, &port == &ports.back() ? "" : ",");
  }
  page.Line("  );");
  page.Line();
  page.Line("endmodule");
  return page.Take();
}

}  // namespace linkwright::spec_compiler
