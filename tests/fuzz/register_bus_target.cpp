// SPDX-License-Identifier: Apache-2.0
// Register accesses of every kind, ticks and some traffic on one of both switches (p4): every
// answer is what the specification says, twin and RTL agree in every tick, and afterwards the
// drivers' programming sequence brings the switch back, whatever was written.
//
//   byte 0  bit 0: Ethernet, else scale-up; bit 1: brought up first
//   then    bits 1:0 of a byte: 0 or 1 write (address and data follow, 4 bytes each,
//           little-endian), 2 read (address), 3 other (one byte follows: bits 1:0 3: bits 7:2
//           ticks, else bits 1:0 kind, 3:2 source, 5:4 destination of something sent)
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "tests/fuzz/bus_room.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/register_oracle.h"

namespace linkwright::fuzz {

std::uint32_t BusDevice::Read(std::uint32_t address) {
  const interfaces::RegisterResponse response = bus_({true, false, address, 0});
  if (!response.valid || response.error) {
    throw std::runtime_error(fmt::format("the driver's read of {:#x} was refused", address));
  }
  return response.data;
}

void BusDevice::Write(std::uint32_t address, std::uint32_t value) {
  const interfaces::RegisterResponse response = bus_({true, true, address, value});
  if (!response.valid || response.error) {
    throw std::runtime_error(fmt::format("the driver's write to {:#x} was refused", address));
  }
}

namespace {

constexpr int kMostAccesses = 400;

std::string Specification(const char* component) {
  return fmt::format("{}/rtl/spec/{}.yaml", LINKWRIGHT_SOURCE_DIR, component);
}

class BusTarget {
 public:
  struct Side {
    const char* name;
    RegisterOracle oracle;
    std::unique_ptr<BusRoom> room;
  };

  BusTarget()
      : sides_{Side{"scale-up", {Specification("scaleup_switch"), "p4"}, MakeScaleUpRoom()},
               Side{"Ethernet", {Specification("ethernet_switch"), "p4"}, MakeEthernetRoom()}} {
    for (const Side& side : sides_) {
      for (const char* what : {"data foretold", "answers", "errors", "sent", "ticks"}) {
        tally_[fmt::format("{}: {}", side.name, what)] = 0;
      }
      tally_[Inputs(side)] = 0;
    }
  }

  void Run(std::span<const std::uint8_t> input);
  std::array<Side, 2>& sides() { return sides_; }
  const Tally& tally() const { return tally_; }

 private:
  static std::string Inputs(const Side& side) {
    return fmt::format("{}: inputs {} RTL", side.name, side.room->has_rtl() ? "with" : "without");
  }
  void Access(Side& side, bool write, std::uint32_t address, std::uint32_t data);

  std::array<Side, 2> sides_;
  Tally tally_;
};

void BusTarget::Access(Side& side, bool write, std::uint32_t address, std::uint32_t data) {
  const auto expected = side.oracle.Expect(write, address, data);
  const auto answer = side.room->Access({true, write, address, data});
  const auto text = [&] {
    return fmt::format("{}: {} {:#x} {:#x}: answer {:#x}{}", side.name, write ? "write" : "read",
                       address, data, answer.data, answer.error ? " with error" : "");
  };
  if (!answer.valid) throw std::runtime_error(text() + ", none on the wires");
  if (answer.error != expected.error) {
    throw std::runtime_error(text() + (expected.error ? ", must be refused" : ", must be granted"));
  }
  if (expected.data && answer.data != *expected.data) {
    throw std::runtime_error(text() + fmt::format(", must be {:#x}", *expected.data));
  }
  ++tally_[fmt::format("{}: {}", side.name, answer.error ? "errors" : "answers")];
  if (!answer.error && expected.data) ++tally_[fmt::format("{}: data foretold", side.name)];
}

void BusTarget::Run(std::span<const std::uint8_t> input) {
  const std::uint8_t setup = input.empty() ? 0 : input[0];
  Side& side = sides_[setup & 1];
  side.room->Reset((setup & 2) != 0);
  side.oracle.Reset();
  // What bringing it up wrote is not foretold: the oracle learns of accesses that it sees.
  const bool foretell = (setup & 2) == 0;
  std::size_t at = 1;
  const auto word = [&] {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i, ++at) {
      if (at < input.size()) value |= static_cast<std::uint32_t>(input[at]) << (8 * i);
    }
    return value;
  };
  for (int accesses = 0; at < input.size() && accesses < kMostAccesses; ++accesses) {
    const int kind = input[at++] & 3;
    if (kind == 3) {
      const int what = at < input.size() ? input[at] : 0;
      ++at;
      if ((what & 3) == 3) {
        side.room->Run(what >> 2);
      } else {
        side.room->Send(what & 3, what >> 2 & 3, what >> 4 & 3);
        ++tally_[fmt::format("{}: sent", side.name)];
      }
      continue;
    }
    const std::uint32_t address = word();
    const std::uint32_t data = kind == 2 ? 0 : word();
    if (foretell || kind != 2) {
      Access(side, kind != 2, address, data);
    } else {
      side.room->Access({true, false, address, 0});
    }
  }
  side.room->Recover();
  ++tally_[Inputs(side)];
  tally_[fmt::format("{}: ticks", side.name)] += side.room->now();
}

// libFuzzer's entry point has no argument for it.
BusTarget& Instance() {
  static BusTarget target;
  return target;
}

void AppendWord(Input& input, std::uint32_t word) {
  for (int i = 0; i < 4; ++i) input.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
}

std::uint32_t Data(random::Stream& stream) {
  switch (stream.Below(5)) {
    case 0:
      return static_cast<std::uint32_t>(stream.Below(4));
    case 1:
      return 0xFFFFFFFF;
    case 2:
      return 1U << stream.Below(32);
    case 3:  // a target or a mask
      return 0x80000000U | static_cast<std::uint32_t>(stream.Below(16));
    default:
      return static_cast<std::uint32_t>(stream.Next());
  }
}

// Every register is as likely, however many words it has.
std::uint32_t Address(random::Stream& stream, const RegisterOracle& oracle) {
  if (stream.Bernoulli(0.03)) return static_cast<std::uint32_t>(stream.Next());
  const auto& registers = oracle.words();
  const auto& words = registers[stream.Below(registers.size())];
  std::uint32_t address = words[stream.Below(words.size())];
  if (stream.Bernoulli(0.1)) address += static_cast<std::uint32_t>(stream.Between(-64, 64));
  if (stream.Bernoulli(0.03)) address ^= 1U << stream.Below(32);
  return address;
}

}  // namespace

Input GenerateInput(random::Stream& stream) {
  Input input;
  const auto setup = static_cast<std::uint8_t>(stream.Below(4));
  input.push_back(setup);
  const RegisterOracle& oracle = Instance().sides()[setup & 1].oracle;
  std::uint32_t last = 0;
  for (auto left = 1 + stream.Below(150); left > 0; --left) {
    if (stream.Bernoulli(0.2)) {
      input.push_back(3);
      const auto low = stream.Bernoulli(0.3) ? 3U : stream.Below(3);
      input.push_back(static_cast<std::uint8_t>(stream.Below(64) << 2 | low));
      continue;
    }
    const bool write = stream.Bernoulli(0.6);
    // A read often looks at what was written last.
    const std::uint32_t address = !write && stream.Bernoulli(0.5) ? last : Address(stream, oracle);
    last = address;
    input.push_back(write ? 0 : 2);
    AppendWord(input, address);
    if (write) AppendWord(input, Data(stream));
  }
  return input;
}

const Tally& Verdicts() { return Instance().tally(); }

bool PlantFault(std::string_view name) {
  auto& sides = Instance().sides();
  return std::all_of(sides.begin(), sides.end(),
                     [&](BusTarget::Side& side) { return side.oracle.PlantFault(name); });
}

}  // namespace linkwright::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  linkwright::fuzz::Instance().Run({data, size});
  return 0;
}
