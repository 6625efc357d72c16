// SPDX-License-Identifier: Apache-2.0
// iSLIP (McKeown 1999): iterated grant and accept with rotating pointers that move only when a
// grant of the first iteration is accepted, which makes the pointers of busy outputs drift apart.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/scaleup_switch/match.h"

namespace linkwright::scaleup_switch {

class Islip {
 public:
  Islip(int inputs, int outputs);

  void Reset();

  /// Adds pairs to `matches`; `requests` is consumed.
  template <int kWords>
  void Match(UnicastRequests& requests, int iterations, MatchList& matches);

 private:
  int inputs_;
  int outputs_;
  std::vector<std::uint8_t> grant_pointer_;   // per output
  std::vector<std::uint8_t> accept_pointer_;  // per input
  std::vector<PortSet>
      granted_;  // per input: outputs that chose it in this iteration; empty between
};

}  // namespace linkwright::scaleup_switch
