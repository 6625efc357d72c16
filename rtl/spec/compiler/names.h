// SPDX-License-Identifier: Apache-2.0
// Spellings of one name in the generated languages.
#pragma once

#include <string>
#include <string_view>

namespace linkwright::spec_compiler {

std::string Pascal(std::string_view name);   // DROP_CREDIT, drop_credit -> DropCredit
std::string Snake(std::string_view pascal);  // VirtualChannels -> virtual_channels
std::string Lower(std::string_view name);    // MEMBER_READ -> member_read
std::string Plural(std::string_view name);   // DropReason -> DropReasons, Status -> Statuses
std::string Quoted(std::string_view text);   // as a C++ string literal

// "uint8_t" and so on: the smallest C++ type for a field; bool for one bit.
std::string CppType(int bits);

}  // namespace linkwright::spec_compiler
