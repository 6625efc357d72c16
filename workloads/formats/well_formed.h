// SPDX-License-Identifier: Apache-2.0
// Whether a text is XML at all. pugixml, which gives us the tree, forgives by design: text beside
// the root, an attribute given twice, references to nothing. Expat forgives nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace linkwright::formats {

struct XmlFault {
  std::size_t offset = 0;  ///< of the byte where the text stops being XML, at most its size
  std::string reason;      ///< "duplicate attribute"
};

/// The first fault of UTF-8 text, nothing when it is one well-formed XML document. A document that
/// declares entities of its own is faulty too: nothing here would replace them.
std::optional<XmlFault> FindFault(std::string_view text);

}  // namespace linkwright::formats
