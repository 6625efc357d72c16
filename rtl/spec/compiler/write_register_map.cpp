// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

using Json = nlohmann::ordered_json;

Json RegisterJson(const Register& reg) {
  Json entry = {
      {"name", reg.name}, {"address", reg.address}, {"access", reg.access}, {"bits", reg.bits}};
  if (reg.per_port) entry["per_port"] = true;
  if (reg.per_vc) entry["per_vc"] = true;
  if (reg.count > 1) {
    entry["count"] = reg.count;
    entry["stride"] = reg.stride;
    entry["index"] = reg.index;
  }
  if (!reg.count_parameter.empty()) entry["count_parameter"] = reg.count_parameter;
  if (reg.words > 1) entry["words"] = reg.words;
  if (reg.reset) entry["reset"] = *reg.reset;
  if (reg.access == "counter") entry["reset"] = 0;
  if (!reg.value_source.empty()) entry["reset"] = reg.value_source;
  entry["doc"] = reg.doc;
  return entry;
}

Json RecordJson(const Record& record) {
  Json fields = Json::array();
  for (const Field& field : record.fields) {
    Json entry = {{"name", field.name}, {"low", field.low}, {"bits", field.bits}};
    if (!field.type.empty()) entry["type"] = field.type;
    entry["doc"] = field.doc;
    fields.push_back(entry);
  }
  return {{"name", record.name}, {"bits", record.bits()}, {"fields", fields}, {"doc", record.doc}};
}

Json VariantJson(const Spec& spec, const Variant& variant) {
  Json entry = {
      {"name", variant.name}, {"index", &variant - spec.variants.data()}, {"rtl", variant.rtl}};
  for (size_t i = 0; i < spec.parameters.size(); ++i) {
    const Enumeration* enumeration = spec.FindEnum(spec.parameters[i].enumeration);
    if (enumeration == nullptr) {
      entry[spec.parameters[i].name] = variant.values[i];
    } else {
      entry[spec.parameters[i].name] =
          enumeration->values[static_cast<size_t>(variant.values[i])].name;
    }
  }
  entry["doc"] = variant.doc;
  return entry;
}

}  // namespace

std::string WriteRegisterMap(const Spec& spec) {
  Json map = {{"generated",
               fmt::format("by linkwright_spec_compiler from {}; do not edit; to regenerate: {}",
                           spec.file, kMendingCommand)},
              {"name", spec.name},
              {"identity", spec.identity},
              {"spec_version", spec.version},
              {"spec_hash", spec.hash},
              {"port_stride", spec.port_stride}};
  for (const NamedNumber& number : spec.constants) map["constants"][number.name] = number.value;
  for (const Record& record : spec.records) map["records"].push_back(RecordJson(record));
  for (const Register& reg : spec.registers) map["registers"].push_back(RegisterJson(reg));
  for (const Enumeration& enumeration : spec.enums) {
    Json values = Json::object();
    for (const EnumValue& value : enumeration.values) values[value.name] = value.value;
    map["enums"][enumeration.name] = values;
  }
  for (const Variant& variant : spec.variants)
    map["variants"].push_back(VariantJson(spec, variant));
  return map.dump(1) + "\n";
}

}  // namespace linkwright::spec_compiler
