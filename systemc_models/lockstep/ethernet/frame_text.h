// SPDX-License-Identifier: Apache-2.0
// Reads frames off the wires: bytes, the number that a frame of ours carries, its fields as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::lockstep::ethernet {

inline constexpr int kTagBytes = 4;  // of an IEEE 802.1Q tag
inline constexpr int kSerialAt =
    56;  // byte of a frame at which its number begins; its check follows

constexpr std::uint32_t CheckOfSerial(std::uint32_t serial) {
  return (serial ^ 0x5A17C0DEU) * 0x9E3779B1U;
}

/// The number of a frame from its head, if this is one of ours.
std::optional<std::uint32_t> SerialOf(const interfaces::FlitBeat& head);

/// Byte n of a beat.
inline std::uint8_t ByteOf(const interfaces::FlitBeat& beat, int n) {
  return static_cast<std::uint8_t>(beat.data[static_cast<std::size_t>(n / 8)] >> (8 * (n % 8)));
}

/// A field of whole bytes, in the order of the network.
std::uint64_t FieldOf(const interfaces::FlitBeat& beat, int at, int bytes);

/// What a person wants to read of a head.
std::string DescribeFrame(const interfaces::FlitBeat& head);

}  // namespace linkwright::lockstep::ethernet
