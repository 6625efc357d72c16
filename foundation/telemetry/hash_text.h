// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace linkwright::telemetry {

/// SHA-256 (FIPS 180-4) of `text` as 64 lower-case hexadecimal digits, the same as `sha256sum`
/// prints. It identifies a resolved scenario in a report.
std::string HashText(std::string_view text);

}  // namespace linkwright::telemetry
