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

// A number with a name that is neither a parameter nor a register.
struct NamedNumber {
  std::string name;
  std::string doc;
  uint32_t value = 0;
  Place place;
};

// Bits that travel or are stored together: a packed struct without spare bits.
struct Record {
  std::string name;
  std::string doc;
  std::vector<Field> fields;  // never empty; the first is at bit 0
  Place place;

  int bits() const { return fields.back().low + fields.back().bits; }
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
  bool frames = false;  // ports carry Ethernet frames; else packets of flits with a header
  uint32_t identity = 0;
  uint32_t hash = 0;  // low 32 bits of the FNV-1a hash of the file's text
  uint32_t version = 0;
  int flit_bits = 0;
  int max_data_flits = 0;  // these five are 0 with frames
  int max_payload_bytes = 0;
  int credit_bits = 0;
  int max_accelerators = 0;
  int routing_ways = 0;
  int pipeline_ticks = 0;  // 0: the specification does not say; only with frames
  uint32_t port_stride = 0;
  std::vector<Field> header;          // empty with frames
  std::vector<Operation> operations;  // empty with frames
  std::vector<NamedNumber> constants;
  std::vector<Record> records;
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
// Bits of the longest record: what one beat of a port carries.
inline constexpr int kMaxRecordBits = 512;

}  // namespace linkwright::spec_compiler
