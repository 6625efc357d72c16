// SPDX-License-Identifier: Apache-2.0
#include "rtl/spec/compiler/names.h"

#include <cctype>
#include <set>

namespace linkwright::spec_compiler {
namespace {

char Up(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }
char Down(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

}  // namespace

std::string Pascal(std::string_view name) {
  std::string text;
  bool start = true;
  for (const char c : name) {
    if (c != '_') text += start ? Up(c) : Down(c);
    start = c == '_';
  }
  return text;
}

std::string Snake(std::string_view pascal) {
  std::string text;
  for (const char c : pascal) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !text.empty()) text += '_';
    text += Down(c);
  }
  return text;
}

std::string Lower(std::string_view name) {
  std::string text;
  for (const char c : name) text += Down(c);
  return text;
}

std::string Plural(std::string_view name) {
  return std::string(name) + (name.ends_with('s') ? "es" : "s");
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

bool IsReserved(const std::string& name) {
  static const std::set<std::string> words = {
      "bit",     "bool",     "byte",  "case",   "char",    "class",    "const",  "default",
      "delete",  "do",       "else",  "end",    "enum",    "event",    "final",  "for",
      "force",   "function", "if",    "inside", "int",     "local",    "logic",  "long",
      "new",     "output",   "input", "packed", "private", "priority", "public", "record",
      "reg",     "return",   "short", "signed", "static",  "string",   "struct", "switch",
      "table",   "tagged",   "this",  "time",   "type",    "union",    "unique", "unsigned",
      "virtual", "void",     "wait",  "weak",   "while",   "wire",     "with",   "words"};
  return words.contains(name);
}

std::string Variable(const std::string& index) {
  return IsReserved(index) ? index + "_index" : index;
}

std::string CppType(int bits) {
  if (bits == 1) return "bool";
  if (bits <= 8) return "uint8_t";
  if (bits <= 16) return "uint16_t";
  return bits <= 32 ? "uint32_t" : "uint64_t";
}

}  // namespace linkwright::spec_compiler
