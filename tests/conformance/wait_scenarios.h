// SPDX-License-Identifier: Apache-2.0
// What a scale-up switch must stand without letting anybody starve. Every scenario is run on one
// device after another, judged by the oracle of waits, and says in lines of text what was wrong:
// nothing, if the switch is right.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::conformance {

using MakeDevice =
    std::function<std::unique_ptr<interfaces::ClockedSwitch>(const spec::scaleup_switch::Variant&)>;

struct WaitScenario {
  const char* name;     ///< a claim
  const char* variant;  ///< of the switch
  std::string (*run)(const MakeDevice& make, const spec::scaleup_switch::Variant& variant);
};

std::span<const WaitScenario> WaitScenarios();

/// Random streams that repeat themselves for ever; the longest wait goes to `longest`, if given.
std::string RandomStreamsStarveNobody(const MakeDevice& make,
                                      const spec::scaleup_switch::Variant& variant,
                                      std::uint64_t seed, int patterns, std::int64_t cycles,
                                      std::int64_t* longest = nullptr);

}  // namespace linkwright::conformance
