// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/frame_errors.h"

#include <algorithm>
#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::channel {

namespace {

constexpr std::int64_t kBlockBytes = 8;

// 256 bits of blocks become 257 of symbols of 10.
std::int64_t SymbolOf(std::int64_t byte) { return byte * 8 * 257 / (256 * 10); }

// Mean of f(codewords) over the begins of a frame within a group.
template <class F>
double MeanOverBegins(std::int64_t frame_bytes, int interleave, F f) {
  const std::int64_t group = kCodewordPayloadBytes * interleave;
  const std::int64_t begins = group / kBlockBytes;
  double sum = 0;
  for (std::int64_t offset = 0; offset < group; offset += kBlockBytes) {
    sum += f(CodewordsSpanned(offset, frame_bytes, interleave));
  }
  return sum / static_cast<double>(begins);
}

}  // namespace

int CodewordsSpanned(std::int64_t offset_bytes, std::int64_t frame_bytes, int interleave) {
  LINKWRIGHT_CHECK(offset_bytes >= 0 && frame_bytes > 0 && interleave >= 1)
      << frame_bytes << " B at " << offset_bytes << ", interleave of " << interleave;
  const std::int64_t group_bytes = kCodewordPayloadBytes * interleave;
  std::int64_t spanned = 0;
  for (std::int64_t at = offset_bytes, end = offset_bytes + frame_bytes; at < end;) {
    const std::int64_t in_group = at % group_bytes;
    const std::int64_t here = std::min(end - at, group_bytes - in_group);
    const std::int64_t symbols = SymbolOf(in_group + here - 1) - SymbolOf(in_group) + 1;
    spanned += std::min<std::int64_t>(symbols, interleave);
    at += here;
  }
  return static_cast<int>(spanned);
}

double MeanCodewordsSpanned(std::int64_t frame_bytes, int interleave) {
  return MeanOverBegins(frame_bytes, interleave, [](int n) { return static_cast<double>(n); });
}

double FrameErrorRate(double codeword_failure, int codewords) {
  LINKWRIGHT_CHECK(codeword_failure >= 0 && codeword_failure <= 1 && codewords >= 0)
      << codewords << " codewords that fail with " << codeword_failure;
  if (codewords == 0) return 0;
  return -std::expm1(codewords * std::log1p(-codeword_failure));
}

double FrameErrorRate(double codeword_failure, std::int64_t frame_bytes, int interleave) {
  return MeanOverBegins(frame_bytes, interleave,
                        [&](int n) { return FrameErrorRate(codeword_failure, n); });
}

}  // namespace linkwright::channel
