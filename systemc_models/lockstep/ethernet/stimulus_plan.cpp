// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_plan.h"

#include <algorithm>
#include <bit>
#include <span>

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = sw::registers;

constexpr int kFewCells = 4096;  // a variant with fewer gets small pools
constexpr int kMacBits = 48;
constexpr int kHostBits = 32;
constexpr int kMaskBits = 32;
constexpr std::uint32_t kValid = 0x80000000U;
constexpr std::uint32_t kGroupTarget = 0x8000U;
constexpr std::uint32_t kIndexMask = 0x3FFU;

// A third a step, a third a ramp that no queue climbs to its end, some with products of more than
// 32 bits.
std::uint32_t DrawKmax(int i, bool flood, random::Stream& random) {
  const auto keep = [&](std::int64_t low, std::int64_t high) {
    return static_cast<std::uint32_t>(random.Between(low, high));
  };
  if (i % 3 == 0) return keep(1, 5);
  if (i % 3 == 2) return flood ? keep(0x20000, 0xFFFFF) : keep(0, 100);
  return flood || random.Below(3) == 0 ? keep(0x10000, 0x60000) : keep(1000, 3000);
}

}  // namespace

struct SwitchPlan::Table {
  int key_bits;
  int rows;
  std::vector<bool> used;  // by entry
  void (*write)(int entry, std::uint64_t key, std::uint32_t target,
                std::vector<RegisterWrite>& setup);

  int FreeWay(int row, int from) const {
    for (int way = from; way < sw::kTableWays; ++way) {
      if (!used[static_cast<std::size_t>(sw::kTableWays * row + way)]) return way;
    }
    return -1;
  }
  std::size_t Free() const {
    return static_cast<std::size_t>(std::count(used.begin(), used.end(), false));
  }
};

int RowOf(std::uint64_t key, int key_bits, int rows) {
  const int bits = std::countr_zero(static_cast<unsigned>(rows));
  std::uint64_t row = 0;
  for (int at = 0; at < key_bits; at += bits) row ^= key >> at;
  return static_cast<int>(row & static_cast<std::uint64_t>(rows - 1));
}

SwitchPlan::SwitchPlan(const sw::Variant& variant, Family family, random::Stream& random)
    : variant_(variant), ports_(variant.ports), groups_(variant.groups) {
  router_mac_ = random.Next() & 0xFCFFFFFFFFFFULL;
  trims_everything_ =
      (family == Family::kIncast || family == Family::kBursty) && random.Below(2) == 0;
  keeps_books_ = random.Below(2) == 0 || trims_everything_;
  const auto shuffle_from = [&](std::size_t begin) {
    random.Shuffle(std::span<RegisterWrite>(setup_).subspan(begin));
  };
  PlanModes(family, random);
  shuffle_from(0);
  const std::size_t tables = setup_.size();
  PlanGroups(random);
  PlanTables(random);
  PlanPrefixes(random);
  shuffle_from(tables);
  const std::size_t ports = setup_.size();
  PlanPorts(random);
  shuffle_from(ports);
  // Nothing is drawn for it, or every seed would drive other wires than it did before.
  if (family != Family::kFlood && family != Family::kEndurance) {
    setup_.push_back({reg::kLosslessSharedCells, static_cast<std::uint32_t>(router_mac_ % 61)});
  }
}

std::uint32_t SwitchPlan::Target(int port, int group, random::Stream& random) const {
  // Bits that mean nothing are anything.
  const auto noise =
      static_cast<std::uint32_t>(random.Next()) & ~(kValid | kGroupTarget | kIndexMask);
  return kValid | noise |
         (group >= 0 ? kGroupTarget | static_cast<std::uint32_t>(group)
                     : static_cast<std::uint32_t>(port));
}

// What a run begins with: drawn values, within bounds that let frames through.
std::uint32_t SwitchPlan::FirstValue(const Knob& knob, int i, Family family,
                                     random::Stream& random) const {
  std::uint32_t value = DrawValue(knob.domain, random);
  const bool flood = family == Family::kFlood;
  const bool endures = family == Family::kEndurance;
  const bool few = variant_.cells < kFewCells;
  const auto keep = [&](std::int64_t low, std::int64_t high) {
    value = static_cast<std::uint32_t>(random.Between(low, high));
  };
  switch (knob.address) {
    case reg::kSharedCells:
    case reg::kEgressSharedCells:
      if (flood) {
        keep(0xFFFFF, 0xFFFFF);
      } else if (endures) {  // paused classes must not take everything
        keep(variant_.cells / 2, variant_.cells / 2);
      } else if (random.Below(3) != 0) {
        few ? keep(40, 400) : keep(100, 1500);
      } else {
        few ? keep(10, 60) : keep(10, 150);
      }
      break;
    case reg::PgAlpha(0):
      if (flood) value = sw::kAlphaInfinite;
      if (endures) keep(3, 6);
      break;
    case reg::QueueAlpha(0):
      if (flood || (trims_everything_ && i % 2 == 0)) value = flood ? sw::kAlphaInfinite : 4;
      break;
    case reg::kPfcClasses:
      if (flood || trims_everything_) value = 0;
      if (family == Family::kPfcStorm) value |= 0x55;
      if (endures) value = (value & 0x0F) | 5;  // the others never stop
      break;
    case reg::kWatchdogDetect:
      if (family == Family::kPfcStorm) keep(20, 200);
      break;
    case reg::kWatchdogAction:
      if (family == Family::kPfcStorm && random.Below(2) == 0) value = 2;
      break;
    case reg::kTelemetryUdpPort:
      if (endures) keep(sw::kRoceUdpPort, sw::kRoceUdpPort);
      break;
    case reg::kTrimClasses:
      if (trims_everything_) value = 0xFF;
      break;
    case reg::kMaxFrame:
      random.Below(8) != 0 ? keep(sw::kMaxFrameBytes, 16383) : keep(1600, sw::kMaxFrameBytes);
      break;
    case reg::EcnKmin(0):
      keep(0, 4);
      break;
    case reg::EcnKmax(0):
      value = DrawKmax(i, flood, random);
      break;
    default:
      break;
  }
  return value;
}

void SwitchPlan::PlanModes(Family family, random::Stream& random) {
  const auto set = [&](std::uint32_t address, std::uint64_t value) {
    setup_.push_back({address, static_cast<std::uint32_t>(value)});
  };
  for (int port = 0; port < ports_; ++port) set(reg::PortControl(port), 1);
  set(reg::kRouterMacLow, router_mac_);
  set(reg::kRouterMacHigh, router_mac_ >> 32);
  set(reg::kInterruptMask, random.Below(16));
  for (const Knob& knob : Knobs()) {
    for (int i = 0; i < knob.count; ++i) {
      set(knob.address + static_cast<std::uint32_t>(4 * i), FirstValue(knob, i, family, random));
    }
  }
}

void SwitchPlan::PlanGroups(random::Stream& random) {
  const int empty = variant_.groups > 4 ? 3 + static_cast<int>(random.Below(2)) : -1;
  const int words = (ports_ + kMaskBits - 1) / kMaskBits;
  for (int group = 0; group < groups_; ++group) {
    std::vector<bool> in(static_cast<std::size_t>(ports_), false);
    const auto share = group == 0 ? 256 : random.Between(60, 220);
    for (auto&& member : in) {
      member = group != empty && static_cast<std::int64_t>(random.Below(256)) < share;
    }
    if (group != empty) in[random.Below(in.size())] = true;
    for (int word = 0; word < words; ++word) {
      std::uint32_t mask = 0;
      for (int bit = 0; bit < kMaskBits; ++bit) {
        const int port = kMaskBits * word + bit;
        // Beyond the last port: bits that mean nothing.
        const bool set = port < ports_ ? in[static_cast<std::size_t>(port)] : random.Below(4) == 0;
        if (set) mask |= 1U << bit;
      }
      setup_.push_back({reg::GroupMask(group, word), mask});
    }
    setup_.push_back({reg::GroupMode(group), static_cast<std::uint32_t>(group % sw::kBalances)});
    members_.push_back(std::move(in));
  }
}

void SwitchPlan::PlanExact(Table& table, Destinations& to, std::uint64_t mask,
                           random::Stream& random) {
  to.port.resize(static_cast<std::size_t>(ports_));
  to.group.resize(static_cast<std::size_t>(groups_));
  const auto add = [&](std::uint32_t target, std::vector<std::uint64_t>& keys) {
    for (int attempt = 0; attempt < 64; ++attempt) {
      const std::uint64_t key = random.Next() & mask;
      const int row = RowOf(key, table.key_bits, table.rows);
      const int way = table.FreeWay(row, static_cast<int>(random.Below(2)));
      if (way < 0) continue;
      const auto take = [&](int at, std::uint32_t value) {
        table.used[static_cast<std::size_t>(sw::kTableWays * row + at)] = true;
        table.write(sw::kTableWays * row + at, key, value, setup_);
      };
      take(way, target);
      keys.push_back(key);
      // The same key once more: behind, where it must not win, or anywhere, not valid.
      const int again =
          random.Below(6) == 0 && table.Free() > table.used.size() / 4 ? table.FreeWay(row, 0) : -1;
      if (again >= 0) {
        const std::uint32_t other =
            Target(static_cast<int>(random.Below(static_cast<std::uint64_t>(ports_))), -1, random);
        take(again, again < way ? other & ~kValid : other);
      }
      return;
    }
  };
  for (int port = 0; port < ports_; ++port) {
    add(Target(port, -1, random), to.port[static_cast<std::size_t>(port)]);
  }
  for (int group = 0; group < groups_; ++group) {
    add(Target(-1, group, random), to.group[static_cast<std::size_t>(group)]);
  }
  add(Target(-1, variant_.groups + static_cast<int>(random.Below(4)), random), to.odd);
  add(Target(ports_ + static_cast<int>(random.Below(8)), -1, random), to.odd);
  add(Target(0, -1, random) & ~kValid, to.odd);
}

void SwitchPlan::PlanTables(random::Stream& random) {
  Table mac{
      kMacBits, variant_.mac_rows,
      std::vector<bool>(static_cast<std::size_t>(variant_.mac_entries), false),
      [](int entry, std::uint64_t key, std::uint32_t target, std::vector<RegisterWrite>& setup) {
        setup.push_back({reg::MacKeyLow(entry), static_cast<std::uint32_t>(key)});
        setup.push_back({reg::MacKeyHigh(entry), static_cast<std::uint32_t>(key >> 32)});
        setup.push_back({reg::MacTarget(entry), target});
      }};
  PlanExact(mac, macs_, 0xFCFFFFFFFFFFULL, random);
  Table host{
      kHostBits, variant_.host_rows,
      std::vector<bool>(static_cast<std::size_t>(variant_.host_entries), false),
      [](int entry, std::uint64_t key, std::uint32_t target, std::vector<RegisterWrite>& setup) {
        setup.push_back({reg::HostKey(entry), static_cast<std::uint32_t>(key)});
        setup.push_back({reg::HostTarget(entry), target});
      }};
  PlanExact(host, hosts_, 0x7FFFFFFFULL, random);
  PlanExact(host, compact_, 0xFFFFULL, random);
}

void SwitchPlan::PlanPrefixes(random::Stream& random) {
  // Prefixes nest, so that the longest must be found; some are there twice.
  const std::uint32_t root = 0x80000000U | static_cast<std::uint32_t>(random.Next() & 0x7F000000U);
  std::uint32_t last = root;
  for (int entry = 0; entry < variant_.lpm_entries; ++entry) {
    const auto noise = static_cast<std::uint32_t>(random.Next());
    std::uint32_t length = 8 + static_cast<std::uint32_t>(random.Below(25));
    if (entry == 1) length = 32;
    if (entry > 2 && random.Below(8) == 0) length = 32 + (noise & 31U);
    if (entry > 2 && random.Below(16) == 0) length = 0;
    const std::uint32_t prefix = root | (random.Below(3) == 0 ? last : noise & 0x00FFFFFFU);
    last = prefix;
    const std::uint32_t target =
        random.Below(2) == 0
            ? Target(static_cast<int>(random.Below(static_cast<std::uint64_t>(ports_))), -1, random)
            : Target(-1, static_cast<int>(random.Below(static_cast<std::uint64_t>(groups_))),
                     random);
    setup_.push_back({reg::LpmPrefix(entry), prefix});
    setup_.push_back({reg::LpmLength(entry), length});
    setup_.push_back({reg::LpmTarget(entry), random.Below(8) == 0 ? target & ~kValid : target});
    prefixed_.push_back(prefix);
    if (length < 32) prefixed_.push_back(prefix ^ (noise & (0xFFFFFFFFU >> length)));
  }
}

void SwitchPlan::PlanPorts(random::Stream& random) {
  for (int port = 0; port < ports_; ++port) {
    setup_.push_back({reg::NextHopMacLow(port), static_cast<std::uint32_t>(random.Next())});
    setup_.push_back({reg::NextHopMacHigh(port), static_cast<std::uint32_t>(random.Next())});
    for (int i = 0; i < sw::kClasses; ++i) {
      setup_.push_back({reg::PgHeadroom(port, i), static_cast<std::uint32_t>(random.Below(
                                                      random.Below(3) == 0         ? 4
                                                      : variant_.cells < kFewCells ? 40
                                                                                   : 200))});
    }
  }
}

}  // namespace linkwright::lockstep::ethernet
