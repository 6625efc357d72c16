// SPDX-License-Identifier: Apache-2.0
// Cycle by cycle comparison of two switches' outputs, and what is told about the first difference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::conformance {

/// One differing output.
struct Difference {
  int port = -1;
  std::string field;
  std::string expected;
  std::string actual;
};

/// Everything meaningful: flit valid, head, tail and data of valid flits, credits, bus answers,
/// interrupt, idle. The first difference in the order of ports, then bus, interrupt, idle.
std::optional<Difference> CompareOutputs(const interfaces::SwitchOutputs& expected,
                                         const interfaces::SwitchOutputs& actual);

/// The last `depth` cycles of inputs and of both switches' outputs.
class CycleHistory {
 public:
  CycleHistory(int ports, std::size_t depth);
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
  std::vector<Entry> ring_;
  std::size_t next_ = 0;
};

}  // namespace linkwright::conformance
