// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/tables.h"

#include "fabric/routing/frame_hash.h"

namespace linkwright::ethernet_switch {

namespace {

constexpr std::uint32_t kValid = 0x80000000u;
constexpr std::uint32_t kGroupFlag = 0x8000u;
constexpr std::uint32_t kNumberMask = 0x3FFu;
constexpr int kWays = spec::ethernet_switch::kTableWays;

// A target word with kValid, or 0.
std::uint32_t FindHost(const Control& control, int rows, std::uint32_t key) {
  const RawControl::Host* way = &control.host[kWays * routing::HostRow(key, rows)];
  for (int i = 0; i < kWays; ++i) {
    if (way[i].key == key && (way[i].target & kValid) != 0) return way[i].target;
  }
  return 0;
}

std::uint32_t FindPrefix(const Control& control, std::uint32_t address) {
  for (const Prefix& prefix : control.prefixes) {
    if ((address & prefix.mask) == prefix.value) return prefix.target;
  }
  return 0;
}

std::uint32_t FindMac(const Control& control, int rows, std::uint64_t key) {
  const RawControl::Mac* way = &control.mac[kWays * routing::MacRow(key, rows)];
  const auto low = static_cast<std::uint32_t>(key);
  const auto high = static_cast<std::uint32_t>(key >> 32);
  for (int i = 0; i < kWays; ++i) {
    if (way[i].low == low && way[i].high == high && (way[i].target & kValid) != 0) {
      return way[i].target;
    }
  }
  return 0;
}

}  // namespace

std::optional<Target> LookUp(const Control& control, const Variant& variant,
                             const ParsedFrame& frame) {
  std::uint32_t word = 0;
  if (frame.routed) {
    word = FindHost(control, variant.host_rows, frame.address);
    if (word == 0 && frame.header == HeaderKind::kIpv4) word = FindPrefix(control, frame.address);
  } else {
    word = FindMac(control, variant.mac_rows, frame.destination);
  }
  if (word == 0) return std::nullopt;
  const Target target{static_cast<int>(word & kNumberMask), (word & kGroupFlag) != 0};
  if (target.group && target.number >= variant.groups) return std::nullopt;
  return target;
}

}  // namespace linkwright::ethernet_switch
