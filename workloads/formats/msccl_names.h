// SPDX-License-Identifier: Apache-2.0
// The words and the limits of MSCCL's XML.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workloads/collectives/kernel_program.h"

namespace linkwright::formats {

// Limits of the MSCCL executor's structures.
inline constexpr int kMostSteps = 256;
inline constexpr int kMostBlocksPerChannel = 32;
inline constexpr int kMostCount = 71;
inline constexpr int kMostRanks = 1024;
inline constexpr int kMostChunks = 1 << 20;
inline constexpr int kMostChannels = 64;

template <class T>
using Names = std::vector<std::pair<std::string_view, T>>;

const Names<collectives::Opcode>& StepTypes();
const Names<collectives::Protocol>& Protocols();
const Names<collectives::Collective>& Collectives();
const Names<collectives::BufferKind>& Buffers();

/// "rank 3", "ranks 0 to 4 and 7"; of many pieces the first eight. `ranks` is sorted, not empty.
std::string RanksText(const std::vector<int>& ranks);

}  // namespace linkwright::formats
