// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <regex>
#include <set>

#include "rtl/spec/compiler/constants.h"
#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/spec_reader.h"

namespace linkwright::spec_compiler {
namespace {

constexpr uint32_t kResponseBit = 0x10;
constexpr uint32_t kDataBit = 0x20;

template <class T>
void CheckNames(const std::vector<T>& items, const std::string& what, const std::string& pattern,
                Errors& errors) {
  const std::regex shape(pattern);
  std::map<std::string, int> first_line;
  for (const T& item : items) {
    if (!std::regex_match(item.name, shape)) {
      errors.Add(item.place,
                 fmt::format("{} name '{}' does not have the form {}", what, item.name, pattern));
    }
    const auto [known, fresh] = first_line.emplace(item.name, item.place.line);
    if (!fresh) {
      errors.Add(item.place, fmt::format("{} '{}' is already there in line {}", what, item.name,
                                         known->second));
    }
  }
}

// Enum types of fields must exist and fit.
void CheckFieldTypes(const Spec& spec, const std::vector<Field>& fields, Errors& errors) {
  for (const Field& field : fields) {
    if (field.type.empty()) continue;
    const Enumeration* enumeration = spec.FindEnum(field.type);
    if (enumeration == nullptr) {
      errors.Add(field.place,
                 fmt::format("field {} has type '{}', which is no enum", field.name, field.type));
      continue;
    }
    for (const EnumValue& value : enumeration->values) {
      if ((uint64_t{value.value} >> field.bits) != 0) {
        errors.Add(value.place, fmt::format("value {} = {} does not fit the {} bits of field {}",
                                            value.name, value.value, field.bits, field.name));
      }
    }
  }
}

void CheckFlitBits(const Spec& spec, Errors& errors) {
  if (spec.flit_bits % 64 != 0) {
    errors.Add({}, fmt::format("'flit_bits' is {}, must be a multiple of 64", spec.flit_bits));
  }
}

void CheckHeader(const Spec& spec, Errors& errors) {
  if (spec.header_bits() > spec.flit_bits) {
    errors.Add(spec.header.back().place,
               fmt::format("header has {} bits with this field, a flit has only {}",
                           spec.header_bits(), spec.flit_bits));
  }
  std::vector<Field> numbers = spec.header;
  std::erase_if(numbers, [](const Field& field) { return field.type == "operations"; });
  CheckFieldTypes(spec, numbers, errors);
  if (spec.max_payload_bytes != spec.max_data_flits * spec.flit_bits / 8) {
    errors.Add({},
               fmt::format("'max_payload_bytes' is {}, but max_data_flits * flit_bits / 8 is {}",
                           spec.max_payload_bytes, spec.max_data_flits * spec.flit_bits / 8));
  }
}

void CheckRecords(const Spec& spec, Errors& errors) {
  std::set<std::string> types = {"Access",        "Header",       "NamedConstant", "Operation",
                                 "OperationKind", "RegisterInfo", "Variant"};
  for (const Enumeration& enumeration : spec.enums) types.insert(Pascal(enumeration.name));
  for (const Record& record : spec.records) {
    CheckNames(record.fields, "record field", "[a-z][a-z0-9_]*", errors);
    CheckFieldTypes(spec, record.fields, errors);
    for (const Field& field : record.fields) {
      if (!IsReserved(field.name)) continue;
      errors.Add(field.place, fmt::format("field name '{}' is a word of C++ or SystemVerilog or "
                                          "of the generated functions",
                                          field.name));
    }
    if (record.bits() > kMaxRecordBits) {
      errors.Add(record.place, fmt::format("record {} has {} bits, may have {}", record.name,
                                           record.bits(), kMaxRecordBits));
    }
    if (types.contains(Pascal(record.name))) {
      errors.Add(record.place, fmt::format("record {} has the type name {}, which something else "
                                           "in the generated header has",
                                           record.name, Pascal(record.name)));
    }
  }
}

// A named number may be called like nothing else that the package and the header declare.
void CheckNamedNumbers(const Spec& spec, Errors& errors) {
  std::set<std::string> package, header;
  Spec others = spec;
  others.constants.clear();
  for (const ConstantGroup& group : Constants(others)) {
    for (const Constant& constant : group.constants) {
      package.insert(constant.system_verilog);
      header.insert(constant.cpp);
    }
  }
  for (const NamedNumber& number : spec.constants) {
    if (!package.contains(number.name) && !header.contains("k" + number.name)) continue;
    errors.Add(number.place, fmt::format("constant {} is already declared for another entry of the "
                                         "specification",
                                         number.name));
  }
}

// What a kind of operation means for the response and data bits of its code.
void CheckOperationBits(const Operation& operation, Errors& errors) {
  const bool response = (operation.code & kResponseBit) != 0;
  const bool data = (operation.code & kDataBit) != 0;
  const bool named_response = operation.name.ends_with("_RESPONSE");
  if (response != named_response) {
    errors.Add(operation.place, fmt::format("operation {} has code {:#04x}: bit 4 must be set "
                                            "exactly for names that end in _RESPONSE",
                                            operation.name, operation.code));
  }
  if (operation.kind == "multicast" && (!data || response)) {
    errors.Add(operation.place,
               fmt::format("multicast operation {} has code {:#04x}, must be a request with data",
                           operation.name, operation.code));
  }
  if (operation.kind == "reduce" && (data || response)) {
    errors.Add(operation.place,
               fmt::format("reduce operation {} has code {:#04x}, must be a request without data",
                           operation.name, operation.code));
  }
  if (operation.kind == "operand" && !(data && response)) {
    errors.Add(operation.place,
               fmt::format("operand operation {} has code {:#04x}, must be a response with data",
                           operation.name, operation.code));
  }
}

void CheckOperations(const Spec& spec, Errors& errors) {
  const Field* op = nullptr;
  for (const Field& field : spec.header) {
    if (field.type == "operations") op = &field;
  }
  if (op == nullptr) {
    errors.Add(spec.header.front().place, "no header field has 'type: operations'");
    return;
  }
  std::map<uint32_t, std::string> by_code;
  for (const Operation& operation : spec.operations) {
    if ((uint64_t{operation.code} >> op->bits) != 0) {
      errors.Add(operation.place,
                 fmt::format("code {:#04x} of {} does not fit the {} bits of field {}",
                             operation.code, operation.name, op->bits, op->name));
    }
    const auto [known, fresh] = by_code.emplace(operation.code, operation.name);
    if (!fresh) {
      errors.Add(operation.place, fmt::format("operation {} has code {:#04x}, which {} already has",
                                              operation.name, operation.code, known->second));
    }
    CheckOperationBits(operation, errors);
  }
}

void CheckEnums(const Spec& spec, Errors& errors) {
  for (const Enumeration& enumeration : spec.enums) {
    CheckNames(enumeration.values, "enum value", "[A-Z][A-Z0-9_]*", errors);
    uint32_t next = 0;
    for (const EnumValue& value : enumeration.values) {
      // Counters and tables are indexed by these numbers.
      if (value.value != next) {
        errors.Add(value.place,
                   fmt::format("{} of enum {} has value {}, must be {}: values count up from 0",
                               value.name, enumeration.name, value.value, next));
      }
      next = value.value + 1;
    }
  }
}

int MaxPorts(const Spec& spec) {
  const int ports = spec.FindParameter("Ports");
  return ports < 0 ? 1 : static_cast<int>(spec.parameters[ports].max);
}

void CheckRegisterPlaces(const Spec& spec, Errors& errors) {
  std::map<uint64_t, const Register*> owner;
  for (const Register& reg : spec.registers) {
    std::set<std::string> told;
    const int ports = reg.per_port ? MaxPorts(spec) : 1;
    const int words = reg.per_vc ? kVcWords : reg.words;
    for (int port = 0; port < ports; ++port) {
      for (int element = 0; element < reg.count; ++element) {
        for (int word = 0; word < words; ++word) {
          const uint64_t address = uint64_t{reg.address} + uint64_t{spec.port_stride} * port +
                                   uint64_t(reg.stride) * element + 4u * word;
          const auto [known, fresh] = owner.emplace(address, &reg);
          if (!fresh && told.insert(known->second->name).second) {
            errors.Add(reg.place,
                       fmt::format("register {} overlaps {} (line {}) at address {:#x}", reg.name,
                                   known->second->name, known->second->place.line, address));
          }
        }
      }
    }
  }
}

void CheckRegisters(const Spec& spec, Errors& errors) {
  for (const Register& reg : spec.registers) {
    if (reg.address % 4 != 0 || reg.stride % 4 != 0) {
      errors.Add(reg.place, fmt::format("register {} is not aligned to 4 bytes", reg.name));
    }
    if (reg.per_vc && (reg.count > 1 || reg.words > 1)) {
      errors.Add(reg.place,
                 fmt::format("register {} is per_vc and an array, must be one of them", reg.name));
    }
    if (reg.access == "wo" && (reg.reset || !reg.value_source.empty())) {
      errors.Add(reg.place,
                 fmt::format("register {} cannot be read, so it has no reset value", reg.name));
    }
    const Enumeration* index = spec.FindEnum(reg.index);
    if (index != nullptr && static_cast<int>(index->values.size()) != reg.count) {
      errors.Add(reg.place, fmt::format("register {} has {} elements, its index {} has {} values",
                                        reg.name, reg.count, reg.index, index->values.size()));
    }
  }
  CheckRegisterPlaces(spec, errors);
}

void CheckFieldHolds(const Spec& spec, const std::string& name, int64_t largest,
                     const std::string& what, Errors& errors) {
  const Field* field = spec.FindField(name);
  if (field != nullptr && field->bits < 63 && (largest >> field->bits) != 0) {
    errors.Add(field->place, fmt::format("field {} has {} bits, too few for {} {}", name,
                                         field->bits, what, largest));
  }
}

void CheckParameters(const Spec& spec, Errors& errors) {
  for (const auto& [parameter, field] :
       {std::pair{"VirtualChannels", "vc"}, std::pair{"Groups", "group"}}) {
    const int index = spec.FindParameter(parameter);
    if (index >= 0) {
      CheckFieldHolds(spec, field, spec.parameters[index].max - 1,
                      fmt::format("{} - 1 =", parameter), errors);
    }
  }
  if (spec.frames) return;
  CheckFieldHolds(spec, "src", spec.max_accelerators - 1, "max_accelerators - 1 =", errors);
  CheckFieldHolds(spec, "dst", spec.max_accelerators - 1, "max_accelerators - 1 =", errors);
  CheckFieldHolds(spec, "bytes", spec.max_payload_bytes, "max_payload_bytes =", errors);
}

}  // namespace

void CheckSpec(const Spec& spec, Errors& errors) {
  CheckNames(spec.header, "header field", "[a-z][a-z0-9_]*", errors);
  CheckNames(spec.operations, "operation", "[A-Z][A-Z0-9_]*", errors);
  CheckNames(spec.enums, "enum", "[a-z][a-z0-9_]*", errors);
  CheckNames(spec.registers, "register", "[A-Z][A-Z0-9_]*", errors);
  CheckNames(spec.parameters, "parameter", "[A-Z][A-Za-z0-9]*", errors);
  CheckNames(spec.variants, "variant", "[a-z][a-z0-9_]*", errors);
  CheckNames(spec.constants, "constant", "[A-Z][A-Za-z0-9]*", errors);
  CheckNames(spec.records, "record", "[a-z][a-z0-9_]*", errors);
  CheckFlitBits(spec, errors);
  if (!spec.frames) {
    CheckHeader(spec, errors);
    CheckOperations(spec, errors);
  }
  CheckRecords(spec, errors);
  CheckNamedNumbers(spec, errors);
  CheckEnums(spec, errors);
  CheckRegisters(spec, errors);
  CheckParameters(spec, errors);
}

}  // namespace linkwright::spec_compiler
