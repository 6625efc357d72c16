// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: four digits, in the unit that a person would choose.
//
// For eyes only: rounded. What is read back is written with Format() of text.h, and reports keep
// exact numbers.
#pragma once

#include <string>
#include <string_view>

#include "foundation/units/bytes.h"
#include "foundation/units/duration.h"

namespace linkwright::units {

/// Four significant digits with thousands separators where they help: 0.1235, 12.35, 1,235,
/// 1,234,567.
std::string FourDigits(double value);

/// 1234567 -> "1,234,567".
std::string Grouped(long long value);

struct ReadableValue {
  std::string numeral, unit;

  std::string text() const { return unit.empty() ? numeral : numeral + " " + unit; }
};

/// A value in `unit` as a report names it: 13279040 "ps" is 13.28 us, 1048576 "B" is 1 MiB,
/// 1.5e-7 "J" is 150 nJ, 1234567 "USD" is 1.235 MUSD. "bytes" is "B". Units without multiples are
/// kept, whole numbers in them grouped and not rounded.
ReadableValue Readable(double value, std::string_view unit);
ReadableValue Readable(long long value, std::string_view unit);

inline std::string Readable(Duration time) {
  return Readable(static_cast<long long>(time.picoseconds()), "ps").text();
}
std::string Readable(Bytes size);

}  // namespace linkwright::units
