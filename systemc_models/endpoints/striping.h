// SPDX-License-Identifier: Apache-2.0
// How a transfer is cut into stripes, packets and flits; every network uses this arithmetic, so
// volumes agree.
//
// With p planes a transfer of b bytes becomes p stripes of c = ceil(ceil(b/p)/64)*64 bytes: plane k
// carries bytes [k*c, min((k+1)*c, b)) and zeros up to c, so that all planes carry identical
// traffic. A stripe is sent as packets of one header flit and at most four data flits.
#pragma once

#include <algorithm>
#include <cstdint>

namespace linkwright::endpoints {

inline constexpr uint64_t kFlitBytes = 64;
inline constexpr uint64_t kPacketPayloadBytes = 256;

constexpr uint64_t CeilDivide(uint64_t a, uint64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

// Padded bytes of every stripe of a transfer.
constexpr uint64_t StripeBytes(uint64_t bytes, int planes) {
  return CeilDivide(CeilDivide(bytes, static_cast<uint64_t>(planes)), kFlitBytes) * kFlitBytes;
}

// The transfer's bytes that plane `plane` carries: [begin, end), empty for planes beyond the data.
struct ByteRange {
  uint64_t begin = 0;
  uint64_t end = 0;
};
constexpr ByteRange StripeRange(uint64_t bytes, int planes, int plane) {
  const uint64_t stripe = StripeBytes(bytes, planes);
  const uint64_t begin = std::min(bytes, stripe * static_cast<uint64_t>(plane));
  return {begin, std::min(bytes, begin + stripe)};
}

constexpr uint64_t PacketsOf(uint64_t stripe_bytes) {
  return CeilDivide(stripe_bytes, kPacketPayloadBytes);
}
constexpr uint64_t DataFlitsOf(uint64_t stripe_bytes) { return stripe_bytes / kFlitBytes; }
// Header and data flits of a stripe.
constexpr uint64_t FlitsOf(uint64_t stripe_bytes) {
  return DataFlitsOf(stripe_bytes) + PacketsOf(stripe_bytes);
}

}  // namespace linkwright::endpoints
