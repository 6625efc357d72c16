// SPDX-License-Identifier: Apache-2.0
// Matches group packets with fan-out splitting: every output takes the first asking input at or
// after one shared pointer, so copies of a packet leave together where they can, and the pointer
// stays with a packet until all of it has left. A tick has two passes: before and after unicast.
#pragma once

#include <vector>

#include "systemc_models/scaleup_switch/port_set.h"

namespace linkwright::scaleup_switch {

struct MulticastRequests {
  explicit MulticastRequests(int ports) : outputs(ports) {}

  PortSet inputs;                // inputs that ask
  std::vector<PortSet> outputs;  // per input: outputs it asks for
};

/// What the passes of a tick gave.
struct MulticastMatches {
  explicit MulticastMatches(int ports) : outputs(ports) {}

  PortSet inputs;                // inputs matched
  std::vector<PortSet> outputs;  // per input in `inputs`: outputs it was given
  PortSet taken;                 // all of these outputs
  int first = -1;                // the first in the order of the first pass that gave any
};

class MulticastArbiter {
 public:
  explicit MulticastArbiter(int ports) : ports_(ports) {}

  void Reset() { pointer_ = 0; }

  /// Adds what `inputs` and `outputs`, of those that ask, can be given. Passes of a tick share one
  /// pointer.
  void Pass(const MulticastRequests& requests, const PortSet& inputs, const PortSet& outputs,
            MulticastMatches& matches) {
    const PortSet asking = requests.inputs & inputs;
    if (!asking.Any()) return;
    PortSet left = Without(outputs, matches.taken);
    int first = -1;
    const auto visit = [&](int input) {
      const PortSet given = requests.outputs[input] & left;
      if (!given.Any()) return;
      if (first < 0) first = input;
      left = Without(left, given);
      matches.taken = matches.taken | given;
      PortSet& of_input = matches.outputs[input];
      of_input = matches.inputs.Has(input) ? of_input | given : given;
      matches.inputs.Set(input);
    };
    ForEach(asking, [&](int input) {
      if (input >= pointer_) visit(input);
    });
    ForEach(asking, [&](int input) {
      if (input < pointer_) visit(input);
    });
    if (matches.first < 0) matches.first = first;
  }

  /// After the passes: the pointer stays with an input until `complete` says that its packet has
  /// left for all its outputs.
  void MovePointer(int first, bool complete) {
    pointer_ = !complete ? first : first + 1 == ports_ ? 0 : first + 1;
  }

 private:
  int ports_;
  int pointer_ = 0;
};

}  // namespace linkwright::scaleup_switch
