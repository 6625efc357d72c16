// SPDX-License-Identifier: Apache-2.0
// Wavefront allocator (Tamir and Chi 1993): requests are matched diagonal by diagonal, starting one
// diagonal further in every tick with requests. A match is always maximal.
#pragma once

#include <vector>

#include "systemc_models/scaleup_switch/match.h"

namespace linkwright::scaleup_switch {

class Wavefront {
 public:
  explicit Wavefront(int inputs) : inputs_(inputs), diagonal_(inputs) {}

  void Reset() { first_ = 0; }

  /// Adds pairs to `matches`; `requests` is consumed.
  void Match(UnicastRequests& requests, MatchList& matches);

 private:
  int inputs_;
  int first_ = 0;                  // diagonal that goes first
  std::vector<PortSet> diagonal_;  // inputs that request on diagonal (input + output) mod inputs
};

}  // namespace linkwright::scaleup_switch
