// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/compare.h"

#include <fmt/format.h>

#include <cstring>

namespace linkwright::lockstep {
namespace {

std::string Bit(bool value) { return value ? "1" : "0"; }

std::string DescribeFlit(const interfaces::FlitBeat& flit, DescribeHead describe) {
  if (!flit.valid) return "-";
  std::string text =
      fmt::format("{}{} {}", flit.head ? "H" : ".", flit.tail ? "T" : ".",
                  flit.head ? describe(flit) : fmt::format("{:016x}...", flit.data[0]));
  if (flit.tail && flit.bytes != interfaces::kFlitWords * 8) {
    text += fmt::format(" bytes={}", flit.bytes);
  }
  if (flit.tail && flit.error) text += " error";
  return text;
}

std::string DescribeCredit(const interfaces::CreditBeat& credit) {
  return credit.valid ? fmt::format("vc={} limit={}", credit.vc, credit.limit) : "-";
}

std::optional<Difference> CompareFlit(int port, const interfaces::FlitBeat& expected,
                                      const interfaces::FlitBeat& actual, DescribeHead describe) {
  if (expected.valid != actual.valid) {
    return Difference{port, "flit.valid",
                      expected.valid ? "1 (" + DescribeFlit(expected, describe) + ")" : "0",
                      actual.valid ? "1 (" + DescribeFlit(actual, describe) + ")" : "0"};
  }
  if (!expected.valid) return std::nullopt;
  if (expected.head != actual.head)
    return Difference{port, "flit.head", Bit(expected.head), Bit(actual.head)};
  if (expected.tail != actual.tail)
    return Difference{port, "flit.tail", Bit(expected.tail), Bit(actual.tail)};
  if (expected.bytes != actual.bytes) {
    return Difference{port, "flit.bytes", std::to_string(expected.bytes),
                      std::to_string(actual.bytes)};
  }
  if (expected.error != actual.error)
    return Difference{port, "flit.error", Bit(expected.error), Bit(actual.error)};
  if (std::memcmp(expected.data.data(), actual.data.data(), sizeof expected.data) == 0)
    return std::nullopt;
  if (expected.head && describe(expected) != describe(actual)) {
    return Difference{port, "flit.header", describe(expected), describe(actual)};
  }
  for (std::size_t word = 0; word < expected.data.size(); ++word) {
    if (expected.data[word] == actual.data[word]) continue;
    return Difference{port, fmt::format("flit.data[{}:{}]", 64 * word + 63, 64 * word),
                      fmt::format("{:016x}", expected.data[word]),
                      fmt::format("{:016x}", actual.data[word])};
  }
  return std::nullopt;
}

std::optional<Difference> CompareCredit(int port, const interfaces::CreditBeat& expected,
                                        const interfaces::CreditBeat& actual) {
  if (expected.valid != actual.valid) {
    return Difference{port, "credit.valid", DescribeCredit(expected), DescribeCredit(actual)};
  }
  if (!expected.valid) return std::nullopt;
  if (expected.vc != actual.vc) {
    return Difference{port, "credit.vc", DescribeCredit(expected), DescribeCredit(actual)};
  }
  if (expected.limit != actual.limit) {
    return Difference{port, "credit.limit", DescribeCredit(expected), DescribeCredit(actual)};
  }
  return std::nullopt;
}

std::optional<Difference> CompareOccupancy(const std::vector<std::uint32_t>& expected,
                                           const std::vector<std::uint32_t>& actual) {
  if (expected == actual) return std::nullopt;
  if (expected.size() != actual.size()) {
    return Difference{-1, "occupancy.size", std::to_string(expected.size()),
                      std::to_string(actual.size())};
  }
  std::size_t i = 0;
  while (expected[i] == actual[i]) ++i;
  return Difference{static_cast<int>(i / 8), fmt::format("occupancy[{}]", i % 8),
                    std::to_string(expected[i]), std::to_string(actual[i])};
}

std::optional<Difference> CompareBus(const interfaces::RegisterResponse& expected,
                                     const interfaces::RegisterResponse& actual) {
  if (expected.valid != actual.valid)
    return Difference{-1, "bus.valid", Bit(expected.valid), Bit(actual.valid)};
  if (!expected.valid) return std::nullopt;
  if (expected.error != actual.error)
    return Difference{-1, "bus.error", Bit(expected.error), Bit(actual.error)};
  if (expected.data == actual.data) return std::nullopt;
  return Difference{-1, "bus.rdata", fmt::format("{:#x}", expected.data),
                    fmt::format("{:#x}", actual.data)};
}

}  // namespace

std::optional<Difference> CompareOutputs(const interfaces::SwitchOutputs& expected,
                                         const interfaces::SwitchOutputs& actual,
                                         DescribeHead describe) {
  for (std::size_t i = 0; i < expected.port.size(); ++i) {
    const int port = static_cast<int>(i);
    const interfaces::PortBeat& e = expected.port[i];
    const interfaces::PortBeat& a = actual.port[i];
    if (e.flit.valid || a.flit.valid) {
      if (auto difference = CompareFlit(port, e.flit, a.flit, describe)) return difference;
    }
    if (e.credit.valid || a.credit.valid) {
      if (auto difference = CompareCredit(port, e.credit, a.credit)) return difference;
    }
  }
  if (auto difference = CompareOccupancy(expected.occupancy, actual.occupancy)) return difference;
  if (auto difference = CompareBus(expected.bus, actual.bus)) return difference;
  if (expected.interrupt != actual.interrupt) {
    return Difference{-1, "irq", Bit(expected.interrupt), Bit(actual.interrupt)};
  }
  if (expected.idle != actual.idle)
    return Difference{-1, "idle", Bit(expected.idle), Bit(actual.idle)};
  return std::nullopt;
}

CycleHistory::CycleHistory(int ports, std::size_t depth, DescribeHead describe)
    : describe_(describe), ring_(depth, Entry(ports)) {}

void CycleHistory::Record(std::int64_t cycle, const interfaces::SwitchInputs& inputs,
                          const interfaces::SwitchOutputs& expected,
                          const interfaces::SwitchOutputs& actual) {
  Entry& entry = ring_[next_];
  next_ = (next_ + 1) % ring_.size();
  entry.cycle = cycle;
  entry.inputs = inputs;
  entry.expected = expected;
  entry.actual = actual;
}

std::string CycleHistory::Format(int port) const {
  std::string text;
  const auto line = [&](std::int64_t cycle, const char* wire, const std::string& what) {
    text += fmt::format("    {:>8}  {:<16} {}\n", cycle, wire, what);
  };
  for (std::size_t i = 0; i < ring_.size(); ++i) {
    const Entry& entry = ring_[(next_ + i) % ring_.size()];
    if (entry.cycle < 0) continue;
    if (entry.inputs.bus.valid) {
      line(entry.cycle, "bus in",
           fmt::format("{} {:#x} {:#x}", entry.inputs.bus.write ? "write" : "read",
                       entry.inputs.bus.address, entry.inputs.bus.data));
    }
    if (port < 0) continue;
    const auto index = static_cast<std::size_t>(port);
    const interfaces::PortBeat& in = entry.inputs.port[index];
    const interfaces::PortBeat& expected = entry.expected.port[index];
    const interfaces::PortBeat& actual = entry.actual.port[index];
    if (entry.inputs.link_up[index] == 0) line(entry.cycle, "link", "down");
    if (entry.inputs.backpressure[index] != 0) {
      line(entry.cycle, "backpressure", fmt::format("{:#x}", entry.inputs.backpressure[index]));
    }
    if (in.flit.valid) line(entry.cycle, "in", DescribeFlit(in.flit, describe_));
    if (in.credit.valid) line(entry.cycle, "credit in", DescribeCredit(in.credit));
    if (expected.flit.valid)
      line(entry.cycle, "out expected", DescribeFlit(expected.flit, describe_));
    if (actual.flit.valid) line(entry.cycle, "out actual", DescribeFlit(actual.flit, describe_));
    if (expected.credit.valid)
      line(entry.cycle, "credit expected", DescribeCredit(expected.credit));
    if (actual.credit.valid) line(entry.cycle, "credit actual", DescribeCredit(actual.credit));
  }
  return text;
}

}  // namespace linkwright::lockstep
