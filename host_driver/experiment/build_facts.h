// SPDX-License-Identifier: Apache-2.0
// What this binary was made of.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace linkwright::experiment {

std::string Version();  // "0.1.0"

// Compiler, build type, Verilator, SystemC, switch specification: name and value, in a fixed order.
std::vector<std::pair<std::string, std::string>> BuildFacts();

}  // namespace linkwright::experiment
