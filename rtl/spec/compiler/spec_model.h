// SPDX-License-Identifier: Apache-2.0
// What a component specification says, after validation. Every writer reads this and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace linkwright::spec_compiler {

// A place in the specification file; line and column count from 1.
struct Place {
  int line = 1;
  int column = 1;
};

struct Field {
  std::string name;
  std::string doc;
  std::string type;  // "operations", the name of an enum, or empty for a plain number
  int bits = 0;
  int low = 0;  // position of its lowest bit in the flit
  Place place;
};

struct Operation {
  std::string name;
  std::string doc;
  std::string from;  // accelerator or switch
  std::string kind;  // unicast, multicast, reduce or operand
  uint32_t code = 0;
  Place place;
};

struct EnumValue {
  std::string name;
  std::string doc;
  uint32_t value = 0;
  Place place;
};

struct Enumeration {
  std::string name;
  std::string prefix;  // of its SystemVerilog constants
  std::string doc;
  std::vector<EnumValue> values;
  Place place;
};

struct Register {
  std::string name;
  std::string doc;
  std::string access;             // ro, rw, w1c, wo or counter
  std::string index;              // what an array counts: a word or the name of an enum
  std::string count_parameter;    // parameter that says how many elements a variant has
  std::string value_source;       // of a constant: identity, version, spec_hash,
                                  // variant_index or a parameter; of others: a parameter
  std::optional<uint32_t> reset;  // absent: not readable as a fixed value after reset
  uint32_t address = 0;
  int bits = 32;
  int count = 1;
  int stride = 0;  // bytes between elements
  int words = 1;   // consecutive words of one element
  bool per_port = false;
  bool per_vc = false;  // one word per virtual channel
  Place place;
};

struct Parameter {
  std::string name;
  std::string doc;
  std::string enumeration;  // its values are the names of this enum; empty: a number
  int64_t min = 0;
  int64_t max = 0;
  Place place;
};

struct Variant {
  std::string name;
  std::string doc;
  bool rtl = false;
  std::vector<int64_t> values;  // one per parameter, in the order of Spec::parameters
  Place place;
};

struct Spec {
  std::string file;  // as named to the user, relative to the repository root
  std::string name;
  uint32_t identity = 0;
  uint32_t hash = 0;  // low 32 bits of the FNV-1a hash of the file's text
  uint32_t version = 0;
  int flit_bits = 0;
  int max_data_flits = 0;
  int max_payload_bytes = 0;
  int credit_bits = 0;
  int max_accelerators = 0;
  int routing_ways = 0;
  int pipeline_ticks = 0;
  uint32_t port_stride = 0;
  std::vector<Field> header;
  std::vector<Operation> operations;
  std::vector<Enumeration> enums;
  std::vector<Register> registers;
  std::vector<Parameter> parameters;
  std::vector<Variant> variants;

  // Null or -1 if there is none of that name.
  const Field* FindField(const std::string& field) const;
  const Enumeration* FindEnum(const std::string& enumeration) const;
  int FindParameter(const std::string& parameter) const;
  int header_bits() const;
};

// Virtual channels a per_vc register has room for.
inline constexpr int kVcWords = 4;

}  // namespace linkwright::spec_compiler
