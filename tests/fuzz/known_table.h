// SPDX-License-Identifier: Apache-2.0
// The tables of the switch under the parser target: every kind of entry, and none that leads back
// to the port that receives, so that the links of all outputs stay up.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace linkwright::fuzz {

inline constexpr std::uint64_t kRouterMac = 0x02AABBCCDDEE;
inline constexpr std::uint64_t kFirstMac = 0x020000000100;  // keys 0 to 7 follow
inline constexpr std::uint32_t kFirstHost = 0x0A010000;     // keys 0 to 7 follow
inline constexpr int kKeys = 8;
constexpr std::uint64_t NextHop(int port) {
  return 0x02DEAD000000 + static_cast<std::uint64_t>(port);
}

struct Target {
  bool valid = true;
  bool group = false;
  int number = 0;
  std::uint32_t word() const {
    return (valid ? 0x80000000U : 0U) | (group ? 0x8000U : 0U) | static_cast<std::uint32_t>(number);
  }
};

struct Prefix {
  std::uint32_t address = 0;
  int length = 0;
  Target target;
};

struct KnownTable {
  std::map<std::uint64_t, Target> macs;
  std::map<std::uint32_t, Target> hosts;
  std::vector<Prefix> prefixes;
  std::vector<std::uint32_t> groups;  // masks
};

/// For the four ports of p4, of which `port` receives.
inline KnownTable TableFor(int port) {
  const int a = (port + 1) % 4, b = (port + 2) % 4, c = (port + 3) % 4;
  const std::vector<Target> targets = {
      {.number = a},
      {.number = b},
      {.number = c},
      {.number = 7},                  // no such port
      {.group = true, .number = 2},   // no member exists
      {.group = true, .number = 9},   // no such group
      {.group = true, .number = 1},   // two of its three members exist
      {.valid = false, .number = a},  // not in use
  };
  KnownTable table;
  for (int key = 0; key < kKeys; ++key) {
    const auto number = static_cast<std::uint32_t>(key);
    table.macs[kFirstMac + number] = targets[number];
    table.hosts[kFirstHost + number] = targets[number];
  }
  table.macs[0xFFFFFFFFFFFF] = {.number = b};
  table.macs[0x0180C2000001] = {.number = a};
  for (std::uint32_t id = 1; id <= 3; ++id) table.hosts[id] = targets[id - 1];
  table.prefixes = {{0x0A000000, 8, {.number = a}},
                    {0x0A020304, 16, {.number = b}},
                    {0x0A020000, 16, {.number = c}},  // the same once more: never found
                    {0xC0A80700, 24, {.group = true, .number = 1}}};
  table.groups = {0, 1U << a | 1U << c | 1U << 9, 0xF0, 0, 0, 0, 0, 0};
  return table;
}

}  // namespace linkwright::fuzz
