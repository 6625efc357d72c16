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

// A word that one of the languages keeps for itself or that the generated functions use.
bool IsReserved(const std::string& name);
// What C++ calls the variable of an index: class -> class_index, destination -> destination.
std::string Variable(const std::string& index);

// "uint8_t" and so on: the smallest C++ type for a field; bool for one bit.
std::string CppType(int bits);

}  // namespace linkwright::spec_compiler
