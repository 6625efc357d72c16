// SPDX-License-Identifier: Apache-2.0
// The names of units and their size in base units, largest first; reading and writing share them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace linkwright::units::tables {

struct IntegerUnit {
  std::string_view name;
  std::uint64_t scale;  ///< in base units
};

struct RealUnit {
  std::string_view name;
  double scale;
};

inline constexpr std::uint64_t kKilo = 1'000;
inline constexpr std::uint64_t kMega = 1'000'000;
inline constexpr std::uint64_t kGiga = 1'000'000'000;
inline constexpr std::uint64_t kTera = 1'000'000'000'000;

inline constexpr std::array kDurationUnits = {IntegerUnit{"s", kTera}, IntegerUnit{"ms", kGiga},
                                              IntegerUnit{"us", kMega}, IntegerUnit{"ns", kKilo},
                                              IntegerUnit{"ps", 1}};

inline constexpr std::array kBytesUnits = {
    IntegerUnit{"TiB", 1ULL << 40}, IntegerUnit{"TB", kTera},       IntegerUnit{"GiB", 1ULL << 30},
    IntegerUnit{"GB", kGiga},       IntegerUnit{"MiB", 1ULL << 20}, IntegerUnit{"MB", kMega},
    IntegerUnit{"KiB", 1ULL << 10}, IntegerUnit{"KB", kKilo},       IntegerUnit{"B", 1}};

inline constexpr std::array kBitRateUnits = {IntegerUnit{"Tb/s", kTera}, IntegerUnit{"Gb/s", kGiga},
                                             IntegerUnit{"Mb/s", kMega}, IntegerUnit{"Kb/s", kKilo},
                                             IntegerUnit{"b/s", 1}};

// Read but never written.
inline constexpr std::array kBytesSynonyms = {IntegerUnit{"kB", kKilo}, IntegerUnit{"byte", 1},
                                              IntegerUnit{"bytes", 1}};
inline constexpr std::array kBitRateSynonyms = {IntegerUnit{"Tbps", kTera},
                                                IntegerUnit{"Gbps", kGiga},
                                                IntegerUnit{"Mbps", kMega},
                                                IntegerUnit{"Kbps", kKilo},
                                                IntegerUnit{"kb/s", kKilo},
                                                IntegerUnit{"bps", 1},
                                                IntegerUnit{"Tbit/s", kTera},
                                                IntegerUnit{"Gbit/s", kGiga},
                                                IntegerUnit{"Mbit/s", kMega},
                                                IntegerUnit{"TB/s", 8 * kTera},
                                                IntegerUnit{"GB/s", 8 * kGiga},
                                                IntegerUnit{"MB/s", 8 * kMega},
                                                IntegerUnit{"KB/s", 8 * kKilo},
                                                IntegerUnit{"kB/s", 8 * kKilo},
                                                IntegerUnit{"B/s", 8},
                                                IntegerUnit{"GiB/s", 8ULL << 30},
                                                IntegerUnit{"MiB/s", 8ULL << 20},
                                                IntegerUnit{"KiB/s", 8ULL << 10}};
inline constexpr std::array kCyclesUnits = {IntegerUnit{"cycles", 1}, IntegerUnit{"cycle", 1},
                                            IntegerUnit{"", 1}};

inline constexpr std::array kUsdUnits = {RealUnit{"USD", 1}, RealUnit{"kUSD", 1e3},
                                         RealUnit{"MUSD", 1e6}, RealUnit{"$", 1}};
inline constexpr std::array kWattUnits = {RealUnit{"W", 1}, RealUnit{"mW", 1e-3},
                                          RealUnit{"kW", 1e3}, RealUnit{"MW", 1e6}};
inline constexpr std::array kJouleUnits = {
    RealUnit{"J", 1},     RealUnit{"pJ", 1e-12}, RealUnit{"nJ", 1e-9}, RealUnit{"uJ", 1e-6},
    RealUnit{"mJ", 1e-3}, RealUnit{"kJ", 1e3},   RealUnit{"MJ", 1e6},  RealUnit{"kWh", 3.6e6}};

}  // namespace linkwright::units::tables
