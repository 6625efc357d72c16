// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/islip.h"

namespace linkwright::scaleup_switch {

Islip::Islip(int inputs, int outputs)
    : inputs_(inputs),
      outputs_(outputs),
      grant_pointer_(outputs),
      accept_pointer_(inputs),
      granted_(inputs) {}

void Islip::Reset() {
  grant_pointer_.assign(grant_pointer_.size(), 0);
  accept_pointer_.assign(accept_pointer_.size(), 0);
}

template <int kWords>
void Islip::Match(UnicastRequests& requests, int iterations, MatchList& matches) {
  PortSet& outputs = requests.outputs;
  PortSet& free_inputs = requests.free_inputs;
  for (int iteration = 1; iteration <= iterations; ++iteration) {
    PortSet chosen;
    ForEach<kWords>(outputs, [&](int output) {
      PortSet candidates;
      for (int w = 0; w < kWords; ++w) {
        candidates.word[w] = requests.inputs[output].word[w] & free_inputs.word[w];
      }
      if (!AnyOf<kWords>(candidates)) {
        outputs.Clear(output);  // its inputs are taken and stay so
        return;
      }
      const int input = FirstAtOrAfter<kWords>(candidates, grant_pointer_[output]);
      granted_[input].Set(output);
      chosen.Set(input);
    });
    if (!AnyOf<kWords>(chosen)) return;  // no later iteration can add anything
    ForEach<kWords>(chosen, [&](int input) {
      const int output = FirstAtOrAfter<kWords>(granted_[input], accept_pointer_[input]);
      for (int w = 0; w < kWords; ++w) granted_[input].word[w] = 0;
      free_inputs.Clear(input);
      outputs.Clear(output);
      matches.Add(input, output);
      if (iteration == 1) {
        grant_pointer_[output] = static_cast<std::uint8_t>(input + 1 == inputs_ ? 0 : input + 1);
        accept_pointer_[input] = static_cast<std::uint8_t>(output + 1 == outputs_ ? 0 : output + 1);
      }
    });
  }
}

template void Islip::Match<1>(UnicastRequests&, int, MatchList&);
template void Islip::Match<2>(UnicastRequests&, int, MatchList&);
template void Islip::Match<3>(UnicastRequests&, int, MatchList&);

}  // namespace linkwright::scaleup_switch
