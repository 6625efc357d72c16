// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/layout.h"

#include <fmt/format.h>

#include "rtl/spec/compiler/names.h"

namespace linkwright::spec_compiler {
namespace {

constexpr int kWordBits = 64;

std::string FieldType(const Field& field) {
  if (field.type == "operations") return "Operation";
  return field.type.empty() ? CppType(field.bits) : Pascal(field.type);
}

std::string Mask(const Field& field) {
  return fmt::format("{:#x}u", field.bits == 64 ? ~uint64_t{0} : (uint64_t{1} << field.bits) - 1);
}

std::string BitRange(const Field& field) {
  return field.bits == 1 ? fmt::format("[{}]", field.low)
                         : fmt::format("[{}:{}]", field.low + field.bits - 1, field.low);
}

void WriteStruct(const Layout& layout, Page& page) {
  page.Line();
  page.Comment("", "//", layout.doc);
  page.Line("struct {} {{", layout.type);
  for (const Field& field : layout.fields) {
    const std::string start = field.type.empty() ? (field.bits == 1 ? " = false" : " = 0") : "{}";
    page.Line("  {} {}{};  // {} {}", FieldType(field), field.name, start, BitRange(field),
              field.doc);
  }
  page.Line();
  page.Line("  friend constexpr bool operator==(const {0}&, const {0}&) = default;", layout.type);
  page.Line("}};");
}

void WritePack(const Layout& layout, Page& page) {
  page.Line();
  page.Comment("", "//", layout.pack_doc);
  page.Line("constexpr std::array<uint64_t, {}> Pack(const {}& {}) {{", layout.words, layout.type,
            layout.variable);
  for (const Field& field : layout.fields) {
    page.Line("  const uint64_t {0} = static_cast<uint64_t>({1}.{0}) & {2};", field.name,
              layout.variable, Mask(field));
  }
  page.Line("  std::array<uint64_t, {}> words{{}};", layout.words);
  const int bits = layout.fields.back().low + layout.fields.back().bits;
  for (int word = 0; word * kWordBits < bits; ++word) {
    for (const Field& field : layout.fields) {
      const int shift = field.low - word * kWordBits;
      if (shift >= kWordBits || shift + field.bits <= 0) continue;
      const std::string moved = shift == 0  ? field.name
                                : shift > 0 ? fmt::format("{} << {}", field.name, shift)
                                            : fmt::format("{} >> {}", field.name, -shift);
      page.Line("  words[{}] |= {};", word, moved);
    }
  }
  page.Line("  return words;");
  page.Line("}}");
}

void WriteUnpack(const Layout& layout, Page& page) {
  page.Line();
  page.Line("constexpr {} {}(const std::array<uint64_t, {}>& words) {{", layout.type, layout.unpack,
            layout.words);
  page.Line("  {} {};", layout.type, layout.variable);
  for (const Field& field : layout.fields) {
    const int word = field.low / kWordBits;
    const int shift = field.low % kWordBits;
    std::string value =
        shift == 0 ? fmt::format("words[{}]", word) : fmt::format("words[{}] >> {}", word, shift);
    if (shift + field.bits > kWordBits) {
      value += fmt::format(" | words[{}] << {}", word + 1, kWordBits - shift);
    }
    page.Line("  {}.{} = static_cast<{}>(({}) & {});", layout.variable, field.name,
              FieldType(field), value, Mask(field));
  }
  page.Line("  return {};", layout.variable);
  page.Line("}}");
}

}  // namespace

Layout HeaderLayout(const Spec& spec) {
  return {
      "Header",
      "header",
      "Header flit of a packet.",
      "The flit of a header; word 0 holds bits [63:0]. Bits beyond a field's width are cut off.",
      "Unpack",
      spec.header,
      spec.flit_bits / kWordBits};
}

Layout RecordLayout(const Record& record) {
  const std::string type = Pascal(record.name);
  return {type,
          "record",
          record.doc,
          fmt::format("The {} bits of a {}; word 0 holds bits [63:0]. Bits beyond a field's width "
                      "are cut off.",
                      record.bits(), type),
          "Unpack" + type,
          record.fields,
          (record.bits() + kWordBits - 1) / kWordBits};
}

void WriteLayout(const Layout& layout, Page& page) {
  WriteStruct(layout, page);
  WritePack(layout, page);
  WriteUnpack(layout, page);
}

}  // namespace linkwright::spec_compiler
