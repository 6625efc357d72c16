// SPDX-License-Identifier: Apache-2.0
// From codewords to frames: a frame is lost if any codeword that holds a part of it is.
//
// The payload of `interleave` codewords (640 B each: 514 symbols less 257/256 transcoding) forms a
// group, whose symbols are dealt to the codewords in turn: all but the shortest frames touch every
// codeword of every group they reach into. Offsets and lengths are bytes of frames, preambles and
// gaps as the MAC counts them.
#pragma once

#include <cstdint>

namespace linkwright::channel {

inline constexpr std::int64_t kCodewordPayloadBytes = 640;

// Codewords holding a part of the `frame_bytes` > 0 bytes that begin `offset_bytes` >= 0 after the
// begin of a group.
int CodewordsSpanned(std::int64_t offset_bytes, std::int64_t frame_bytes, int interleave);
// Mean over all begins on an 8-byte boundary, as 64b/66b blocks allow.
double MeanCodewordsSpanned(std::int64_t frame_bytes, int interleave);

// 1 - (1 - codeword_failure)^codewords, without cancellation; failures are independent.
double FrameErrorRate(double codeword_failure, int codewords);
// The same, mean over all begins on an 8-byte boundary.
double FrameErrorRate(double codeword_failure, std::int64_t frame_bytes, int interleave);

}  // namespace linkwright::channel
