// SPDX-License-Identifier: Apache-2.0
// Cycle by cycle comparison of two switches' outputs, and what is told about the first difference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::lockstep {

/// One differing output.
struct Difference {
  int port = -1;
  std::string field;
  std::string expected;
  std::string actual;
};

/// What a person wants to read of a head flit: the fields of its header.
using DescribeHead = std::string (*)(const interfaces::FlitBeat& head);

/// Everything meaningful: flit valid, and of valid flits head, tail, bytes, error and data;
/// credits, bus answers, interrupt, idle. The first difference in the order of ports, then bus,
/// interrupt, idle.
std::optional<Difference> CompareOutputs(const interfaces::SwitchOutputs& expected,
                                         const interfaces::SwitchOutputs& actual,
                                         DescribeHead describe);

/// The last `depth` cycles of inputs and of both switches' outputs.
class CycleHistory {
 public:
  CycleHistory(int ports, std::size_t depth, DescribeHead describe);
  void Record(std::int64_t cycle, const interfaces::SwitchInputs& inputs,
              const interfaces::SwitchOutputs& expected, const interfaces::SwitchOutputs& actual);
  /// One line per cycle and wire that carried something: of `port`, the bus, interrupts.
  std::string Format(int port) const;

 private:
  struct Entry {
    explicit Entry(int ports) : inputs(ports), expected(ports), actual(ports) {}
    std::int64_t cycle = -1;
    interfaces::SwitchInputs inputs;
    interfaces::SwitchOutputs expected;
    interfaces::SwitchOutputs actual;
  };
  const DescribeHead describe_;
  std::vector<Entry> ring_;
  std::size_t next_ = 0;
};

}  // namespace linkwright::lockstep
