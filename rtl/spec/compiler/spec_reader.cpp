// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/spec_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <limits>

#include "rtl/spec/compiler/map_reader.h"

namespace linkwright::spec_compiler {
namespace {

constexpr int64_t kWordMax = std::numeric_limits<uint32_t>::max();

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/.
uint32_t HashText(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  return static_cast<uint32_t>(hash);
}

// A list of fields, the first of which is at bit 0.
std::vector<Field> ReadFields(MapReader& owner, const std::string& key, const std::string& what,
                              Errors& errors) {
  std::vector<Field> fields;
  int low = 0;
  for (const YAML::Node& node : owner.Sequence(key)) {
    MapReader map(node, what, errors);
    Field field;
    field.place = map.place();
    field.name = map.Text("name");
    field.bits = static_cast<int>(map.Number("bits", 1, 64));
    field.type = map.TextOr("type", "");
    field.doc = map.Text("doc");
    field.low = low;
    low += field.bits;
    map.Finish();
    fields.push_back(field);
  }
  return fields;
}

void ReadConstants(MapReader& top, Spec& spec, Errors& errors) {
  if (!top.Has("constants")) return;
  for (const YAML::Node& node : top.Sequence("constants")) {
    MapReader map(node, "constant", errors);
    NamedNumber constant;
    constant.place = map.place();
    constant.name = map.Text("name");
    constant.value = static_cast<uint32_t>(map.Number("value", 0, kWordMax));
    constant.doc = map.Text("doc");
    map.Finish();
    spec.constants.push_back(constant);
  }
}

void ReadRecords(MapReader& top, Spec& spec, Errors& errors) {
  if (!top.Has("records")) return;
  for (const YAML::Node& node : top.Sequence("records")) {
    MapReader map(node, "record", errors);
    Record record;
    record.place = map.place();
    record.name = map.Text("name");
    record.doc = map.Text("doc");
    record.fields = ReadFields(map, "fields", "record field", errors);
    map.Finish();
    spec.records.push_back(record);
  }
}

void ReadOperations(MapReader& top, Spec& spec, Errors& errors) {
  for (const YAML::Node& node : top.Sequence("operations")) {
    MapReader map(node, "operation", errors);
    Operation operation;
    operation.place = map.place();
    operation.name = map.Text("name");
    operation.code = static_cast<uint32_t>(map.Number("code", 0, 255));
    operation.from = map.Choice("from", {"accelerator", "switch"});
    operation.kind = map.Choice("kind", {"unicast", "multicast", "reduce", "operand"});
    operation.doc = map.Text("doc");
    map.Finish();
    spec.operations.push_back(operation);
  }
}

void ReadEnums(MapReader& top, Spec& spec, Errors& errors) {
  for (const YAML::Node& node : top.Sequence("enums")) {
    MapReader map(node, "enum", errors);
    Enumeration enumeration;
    enumeration.place = map.place();
    enumeration.name = map.Text("name");
    enumeration.prefix = map.Text("prefix");
    enumeration.doc = map.Text("doc");
    for (const YAML::Node& value_node : map.Sequence("values")) {
      MapReader value_map(value_node, "enum value", errors);
      EnumValue value;
      value.place = value_map.place();
      value.name = value_map.Text("name");
      value.value = static_cast<uint32_t>(value_map.Number("value", 0, 255));
      value.doc = value_map.TextOr("doc", "");
      value_map.Finish();
      enumeration.values.push_back(value);
    }
    map.Finish();
    spec.enums.push_back(enumeration);
  }
}

void ReadParameters(MapReader& top, Spec& spec, Errors& errors) {
  for (const YAML::Node& node : top.Sequence("parameters")) {
    MapReader map(node, "parameter", errors);
    Parameter parameter;
    parameter.place = map.place();
    parameter.name = map.Text("name");
    parameter.enumeration = map.TextOr("enum", "");
    if (parameter.enumeration.empty()) {
      parameter.min = map.Number("min", 0, 1'000'000'000);
      parameter.max = map.Number("max", parameter.min, 1'000'000'000);
    } else if (spec.FindEnum(parameter.enumeration) == nullptr) {
      errors.Add(map.PlaceOfKey("enum"),
                 fmt::format("there is no enum '{}'", parameter.enumeration));
    }
    parameter.doc = map.Text("doc");
    map.Finish();
    spec.parameters.push_back(parameter);
  }
}

// What a register reads after reset: a number, a parameter of the variant or a word about the
// specification.
void ReadRegisterValue(MapReader& map, const Spec& spec, Register& reg, Errors& errors) {
  const int64_t max = (int64_t{1} << reg.bits) - 1;
  if (map.Has("value")) {
    reg.value_source = map.Text("value");
    for (const char* word : {"identity", "version", "spec_hash", "variant_index"}) {
      if (reg.value_source == word) return;
    }
    if (spec.FindParameter(reg.value_source) < 0) {
      errors.Add(
          map.PlaceOfKey("value"),
          fmt::format(
              "'{}' is neither a parameter nor identity, version, spec_hash or variant_index",
              reg.value_source));
    }
  } else if (map.Has("reset")) {
    const std::string text = map.Text("reset");
    if (spec.FindParameter(text) >= 0) {
      reg.value_source = text;
    } else {
      reg.reset = static_cast<uint32_t>(map.Number("reset", 0, max));
    }
  }
}

void ReadRegisters(MapReader& top, Spec& spec, Errors& errors) {
  for (const YAML::Node& node : top.Sequence("registers")) {
    MapReader map(node, "register", errors);
    Register reg;
    reg.place = map.place();
    reg.name = map.Text("name");
    reg.address = static_cast<uint32_t>(map.Number("address", 0, kWordMax));
    reg.access = map.Choice("access", {"ro", "rw", "w1c", "wo", "counter"});
    reg.bits = static_cast<int>(map.NumberOr("bits", 1, 32, 32));
    reg.per_port = map.FlagOr("per_port", false);
    if (!spec.frames) reg.per_vc = map.FlagOr("per_vc", false);
    reg.index = map.TextOr("index", "");
    reg.count_parameter = map.TextOr("count_param", "");
    reg.words = static_cast<int>(map.NumberOr("words", 1, 64, 1));
    reg.count = static_cast<int>(map.NumberOr("count", 1, 1'000'000, 1));
    reg.stride = static_cast<int>(map.NumberOr("stride", 4, 1'000'000, 0));
    if (!reg.count_parameter.empty()) {
      const int parameter = spec.FindParameter(reg.count_parameter);
      if (parameter < 0) {
        errors.Add(map.PlaceOfKey("count_param"),
                   fmt::format("there is no parameter '{}'", reg.count_parameter));
      } else {
        reg.count = static_cast<int>(spec.parameters[parameter].max);
      }
    }
    if (reg.count > 1 && reg.stride == 0) {
      errors.Add(reg.place,
                 fmt::format("register {} has {} elements but no 'stride'", reg.name, reg.count));
    }
    if (reg.count > 1 && reg.index.empty()) {
      errors.Add(
          reg.place,
          fmt::format("register {} has {} elements but no 'index' that says what counts them",
                      reg.name, reg.count));
    }
    ReadRegisterValue(map, spec, reg, errors);
    reg.doc = map.Text("doc");
    map.Finish();
    spec.registers.push_back(reg);
  }
}

int64_t ReadEnumParameter(MapReader& map, const Spec& spec, const Parameter& parameter) {
  const Enumeration* enumeration = spec.FindEnum(parameter.enumeration);
  if (enumeration == nullptr) return 0;
  std::vector<std::string> names;
  for (const EnumValue& value : enumeration->values) names.push_back(value.name);
  const std::string chosen = map.Choice(parameter.name, names);
  for (const EnumValue& value : enumeration->values) {
    if (value.name == chosen) return value.value;
  }
  return 0;
}

void ReadVariants(MapReader& top, Spec& spec, Errors& errors) {
  for (const YAML::Node& node : top.Sequence("variants")) {
    MapReader map(node, "variant", errors);
    Variant variant;
    variant.place = map.place();
    variant.name = map.Text("name");
    variant.rtl = map.FlagOr("rtl", false);
    for (const Parameter& parameter : spec.parameters) {
      variant.values.push_back(parameter.enumeration.empty()
                                   ? map.Number(parameter.name, parameter.min, parameter.max)
                                   : ReadEnumParameter(map, spec, parameter));
    }
    variant.doc = map.Text("doc");
    map.Finish();
    spec.variants.push_back(variant);
  }
}

// What only packets of flits have; a specification of frames may not name it.
void ReadPackets(MapReader& top, Spec& spec, Errors& errors) {
  spec.max_data_flits = static_cast<int>(top.Number("max_data_flits", 1, 64));
  spec.max_payload_bytes = static_cast<int>(top.Number("max_payload_bytes", 1, 65536));
  spec.credit_bits = static_cast<int>(top.Number("credit_bits", 1, 16));
  spec.max_accelerators = static_cast<int>(top.Number("max_accelerators", 1, 65536));
  spec.routing_ways = static_cast<int>(top.Number("routing_ways", 1, 64));
  spec.header = ReadFields(top, "header", "header field", errors);
  ReadOperations(top, spec, errors);
}

}  // namespace

Spec ReadSpec(const std::string& text, const std::string& file, Errors& errors) {
  Spec spec;
  spec.file = file;
  spec.hash = HashText(text);
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (const YAML::ParserException& error) {
    errors.Add(PlaceOf(error.mark), "not YAML: " + error.msg);
    return spec;
  }
  MapReader top(root, "specification", errors);
  spec.name = top.Text("name");
  spec.version = static_cast<uint32_t>(top.Number("version", 1, kWordMax));
  spec.identity = static_cast<uint32_t>(top.Number("identity", 1, kWordMax));
  spec.flit_bits = static_cast<int>(top.Number("flit_bits", 64, 4096));
  spec.frames = top.Has("interface") && top.Choice("interface", {"flits", "frames"}) == "frames";
  spec.pipeline_ticks = static_cast<int>(spec.frames ? top.NumberOr("pipeline_ticks", 1, 64, 0)
                                                     : top.Number("pipeline_ticks", 1, 64));
  spec.port_stride = static_cast<uint32_t>(top.Number("port_stride", 4, 65536));
  if (!spec.frames) ReadPackets(top, spec, errors);
  ReadConstants(top, spec, errors);
  ReadRecords(top, spec, errors);
  ReadEnums(top, spec, errors);
  ReadParameters(top, spec, errors);
  ReadRegisters(top, spec, errors);
  ReadVariants(top, spec, errors);
  top.Finish();
  if (errors.empty()) CheckSpec(spec, errors);
  return spec;
}

}  // namespace linkwright::spec_compiler
