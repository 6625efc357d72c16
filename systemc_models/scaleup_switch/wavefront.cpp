// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/wavefront.h"

namespace linkwright::scaleup_switch {

void Wavefront::Match(UnicastRequests& requests, MatchList& matches) {
  bool any = false;
  ForEach(requests.outputs, [&](int output) {
    ForEach(requests.inputs[output] & requests.free_inputs, [&](int input) {
      const int sum = input + output;
      diagonal_[sum >= inputs_ ? sum - inputs_ : sum].Set(input);
      any = true;
    });
  });
  if (!any) return;
  for (int step = 0; step < inputs_; ++step) {
    const int d = (first_ + step) % inputs_;
    ForEach(diagonal_[d] & requests.free_inputs, [&](int input) {
      const int output = d >= input ? d - input : d - input + inputs_;
      if (!requests.outputs.Has(output)) return;
      requests.outputs.Clear(output);
      requests.free_inputs.Clear(input);
      matches.Add(input, output);
    });
    diagonal_[d] = {};
  }
  first_ = first_ + 1 == inputs_ ? 0 : first_ + 1;
}

}  // namespace linkwright::scaleup_switch
