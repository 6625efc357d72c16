// SPDX-License-Identifier: Apache-2.0
// Matches group packets with fan-out splitting: every output takes the first asking input at or
// after one shared pointer, so copies of a packet leave together where they can, and the pointer
// stays with a packet until all of it has left.
#pragma once

#include <array>
#include <vector>

#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

struct MulticastRequests {
  explicit MulticastRequests(int ports) : outputs(ports) {}

  PortSet inputs;                // inputs that ask
  std::vector<PortSet> outputs;  // per input: outputs it asks for
};

struct MulticastMatches {
  struct Grant {
    int input;
    PortSet outputs;
  };
  std::array<Grant, kMaxPorts> grant;
  int size = 0;
};

class MulticastArbiter {
 public:
  explicit MulticastArbiter(int ports) : ports_(ports) {}

  void Reset() { pointer_ = 0; }

  /// `remaining(input)` is the set of outputs that the input's packet still has to reach.
  template <typename Remaining>
  void Match(const MulticastRequests& requests, Remaining&& remaining, MulticastMatches& matches) {
    matches.size = 0;
    if (!requests.inputs.Any()) return;
    const int first = FirstAtOrAfter<kMaxWords>(requests.inputs, pointer_);
    PortSet taken;
    const auto visit = [&](int input) {
      const PortSet outputs = Without(requests.outputs[input], taken);
      if (!outputs.Any()) return;
      taken = taken | outputs;
      matches.grant[matches.size++] = {input, outputs};
    };
    ForEach(requests.inputs, [&](int input) {
      if (input >= first) visit(input);
    });
    ForEach(requests.inputs, [&](int input) {
      if (input < first) visit(input);
    });
    const bool done = remaining(first) == requests.outputs[first];
    pointer_ = !done ? first : first + 1 == ports_ ? 0 : first + 1;
  }

 private:
  int ports_;
  int pointer_ = 0;
};

}  // namespace linkwright::scaleup_switch
