// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/constants.h"

#include <fmt/format.h>

#include "rtl/spec/compiler/names.h"

namespace linkwright::spec_compiler {
namespace {

ConstantGroup Sizes(const Spec& spec) {
  ConstantGroup group{"Identity and sizes", {}};
  auto add = [&](const std::string& name, uint64_t value, int bits, const std::string& doc) {
    group.constants.push_back({name, fmt::format("k{}", name), value, bits, doc});
  };
  add("IdentityValue", spec.identity, 32, "what register IDENTITY reads");
  add("SpecVersion", spec.version, 32, "");
  add("SpecHash", spec.hash, 32, "low 32 bits of the FNV-1a hash of the specification's text");
  add("FlitBits", spec.flit_bits, 0, "");
  add("FlitBytes", spec.flit_bits / 8, 0, "");
  if (!spec.frames) {
    add("MaxDataFlits", spec.max_data_flits, 0, "data flits of the longest packet");
    add("MaxPayloadBytes", spec.max_payload_bytes, 0, "");
    add("CreditBits", spec.credit_bits, 0, "width of a cumulative credit limit");
    add("MaxAccelerators", spec.max_accelerators, 0, "entries of the routing table");
    add("RoutingWays", spec.routing_ways, 0, "output ports one routing entry may name");
  }
  if (spec.pipeline_ticks != 0) {
    add("PipelineTicks", spec.pipeline_ticks, 0,
        fmt::format("port to port on an empty switch{}, in clock periods",
                    spec.FindParameter("EgressPad") < 0 ? "" : ": this and EgressPad"));
  }
  if (!spec.frames) add("HeaderBits", spec.header_bits(), 0, "bits of a header flit in use");
  for (const Field& field : spec.header) {
    add(Pascal(field.name) + "Bits", field.bits, 0, "");
  }
  for (const Record& record : spec.records) {
    const std::string name = Pascal(record.name);
    add(name + "Bits", record.bits(), 0, fmt::format("bits of a record {}", record.name));
    for (const Field& field : record.fields) {
      add(name + Pascal(field.name) + "Bits", field.bits, 0, "");
    }
  }
  for (const Parameter& parameter : spec.parameters) {
    if (!parameter.enumeration.empty()) continue;
    add(parameter.name + "Min", parameter.min, 0, "");
    add(parameter.name + "Max", parameter.max, 0, "");
  }
  return group;
}

ConstantGroup Operations(const Spec& spec) {
  int bits = 8;
  for (const Field& field : spec.header) {
    if (field.type == "operations") bits = field.bits;
  }
  ConstantGroup group{"Operations: bit 5 set: data flits follow; bit 4 set: response", {}};
  for (const Operation& operation : spec.operations) {
    group.constants.push_back({fmt::format("Op{}", Pascal(operation.name)),
                               fmt::format("Operation::k{}", Pascal(operation.name)),
                               operation.code, bits, operation.doc});
  }
  return group;
}

ConstantGroup Kinds() {
  ConstantGroup group{"Kinds of operations: what the switch does with one", {}};
  uint64_t code = 0;
  for (const std::string& kind : OperationKinds()) {
    group.constants.push_back({fmt::format("Kind{}", Pascal(kind)),
                               fmt::format("OperationKind::k{}", Pascal(kind)), code++, 2, ""});
  }
  return group;
}

ConstantGroup EnumConstants(const Enumeration& enumeration) {
  ConstantGroup group{fmt::format("{}: {}", enumeration.name, enumeration.doc), {}};
  const std::string type = Pascal(enumeration.name);
  for (const EnumValue& value : enumeration.values) {
    group.constants.push_back({enumeration.prefix + Pascal(value.name),
                               fmt::format("{}::k{}", type, Pascal(value.name)), value.value, 0,
                               value.doc});
  }
  group.constants.push_back({fmt::format("Num{}", Plural(type)), fmt::format("k{}", Plural(type)),
                             enumeration.values.size(), 0, ""});
  return group;
}

// "registers::PortDrops(0, 0)": the address of a register's first word.
std::string FirstAddress(const Register& reg) {
  std::string arguments;
  const bool indices[] = {reg.per_port, reg.per_vc, reg.count > 1, reg.words > 1};
  for (const bool index : indices) {
    if (index) arguments += arguments.empty() ? "0" : ", 0";
  }
  const std::string name = Pascal(reg.name);
  return arguments.empty() ? fmt::format("registers::k{}", name)
                           : fmt::format("registers::{}({})", name, arguments);
}

ConstantGroup Registers(const Spec& spec) {
  ConstantGroup group{"Registers: byte addresses of their first words", {}};
  group.constants.push_back({"PortStride", "registers::kPortStride", spec.port_stride, 32,
                             "bytes between the registers of two ports"});
  for (const Register& reg : spec.registers) {
    const std::string name = Pascal(reg.name);
    group.constants.push_back({fmt::format("Reg{}", name), FirstAddress(reg), reg.address, 32,
                               fmt::format("{}: {}", reg.access, reg.doc)});
    auto add = [&](const char* what, uint64_t value, int bits) {
      group.constants.push_back({fmt::format("Reg{}{}", name, what),
                                 fmt::format("registers::k{}{}", name, what), value, bits, ""});
    };
    if (reg.count > 1) {
      add("Count", reg.count, 0);
      add("Stride", reg.stride, 32);
    }
    if (reg.words > 1) add("Words", reg.words, 0);
    if (reg.access != "counter") add("Bits", reg.bits, 0);
    if (reg.reset) add("Reset", *reg.reset, 32);
  }
  return group;
}

}  // namespace

const std::vector<std::string>& OperationKinds() {
  static const std::vector<std::string> kinds = {"unicast", "multicast", "reduce", "operand"};
  return kinds;
}

ConstantGroup NamedNumbers(const Spec& spec) {
  ConstantGroup group{"Numbers that are the same in every variant", {}};
  for (const NamedNumber& number : spec.constants) {
    group.constants.push_back({number.name, "k" + number.name, number.value, 0, number.doc});
  }
  return group;
}

std::vector<ConstantGroup> Constants(const Spec& spec) {
  std::vector<ConstantGroup> groups = {Sizes(spec)};
  if (!spec.constants.empty()) groups.push_back(NamedNumbers(spec));
  if (!spec.frames) {
    groups.push_back(Operations(spec));
    groups.push_back(Kinds());
  }
  for (const Enumeration& enumeration : spec.enums) groups.push_back(EnumConstants(enumeration));
  groups.push_back(Registers(spec));
  return groups;
}

}  // namespace linkwright::spec_compiler
