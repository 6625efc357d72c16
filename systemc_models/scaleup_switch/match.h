// SPDX-License-Identifier: Apache-2.0
// What the unicast allocators are asked and what they answer.
#pragma once

#include <array>
#include <cstdint>

#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

struct UnicastRequests {
  std::array<PortSet, kMaxPorts> inputs;  // per output in `outputs`: the inputs that ask for it
  PortSet outputs;                        // outputs asked for
  PortSet free_inputs;                    // inputs that are to be matched; others do not ask
};

struct MatchList {
  struct Pair {
    std::uint8_t input;
    std::uint8_t output;
  };
  std::array<Pair, kMaxPorts> pair;
  int size = 0;

  void Add(int input, int output) {
    pair[size++] = {static_cast<std::uint8_t>(input), static_cast<std::uint8_t>(output)};
  }
};

}  // namespace linkwright::scaleup_switch
