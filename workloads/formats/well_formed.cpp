// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/well_formed.h"

#include <expat.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace linkwright::formats {
namespace {

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;

struct Seen {
  XML_Parser parser = nullptr;
  bool entity = false;
};

void XMLCALL OnEntity(void* seen, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                      const XML_Char*, const XML_Char*, const XML_Char*) {
  auto* const state = static_cast<Seen*>(seen);
  state->entity = true;
  XML_StopParser(state->parser, XML_FALSE);
}

/// Whether the root's start tag begins at `offset` or before.
bool RootBegins(std::string_view text, std::size_t offset) {
  for (std::size_t at = text.find('<'); at <= offset && at + 1 < text.size();
       at = text.find('<', at + 1)) {
    if (text[at + 1] != '!' && text[at + 1] != '?') return true;
  }
  return false;
}

std::string Reason(XML_Error error, bool entity, bool before_root) {
  if (entity) return "entities declared in the file are not read";
  switch (error) {
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return "something stands behind the end of the outermost element";
    case XML_ERROR_SYNTAX:
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_INVALID_TOKEN:
    case XML_ERROR_BAD_CHAR_REF:
    case XML_ERROR_UNDEFINED_ENTITY:
      if (before_root) return "something stands before the first element";
      break;
    case XML_ERROR_TAG_MISMATCH:
      return "this end tag does not match the last open element";
    default:
      break;
  }
  return XML_ErrorString(error);
}

}  // namespace

std::optional<XmlFault> FindFault(std::string_view text) {
  // The encoding a file declares is not asked: the caller has seen that it is UTF-8.
  const Parser parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
  Seen seen{.parser = parser.get()};
  XML_SetUserData(parser.get(), &seen);
  XML_SetEntityDeclHandler(parser.get(), OnEntity);
  // Expat takes pieces of an int's length.
  std::string_view rest = text;
  for (bool last = false; !last;) {
    const std::size_t piece = std::min<std::size_t>(rest.size(), std::numeric_limits<int>::max());
    last = piece == rest.size();
    if (XML_Parse(parser.get(), rest.data(), static_cast<int>(piece), last) != XML_STATUS_OK) {
      const XML_Index at = XML_GetCurrentByteIndex(parser.get());
      const std::size_t offset =
          at < 0 ? text.size() : std::min(static_cast<std::size_t>(at), text.size());
      const bool before_root = offset < text.size() && !RootBegins(text, offset);
      return XmlFault{offset, Reason(XML_GetErrorCode(parser.get()), seen.entity, before_root)};
    }
    rest.remove_prefix(piece);
  }
  return std::nullopt;
}

}  // namespace linkwright::formats
