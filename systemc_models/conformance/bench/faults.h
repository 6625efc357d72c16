// SPDX-License-Identifier: Apache-2.0
// What a tester does to the wires of its port.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "systemc_models/conformance/bench/bench.h"

namespace linkwright::conformance {

/// Loses the frame of that number (0: the first from now on), once.
Bench::Hook LoseFrame(int number);
/// Makes its frame check fail.
Bench::Hook DamageFrame(int number);
/// No ACK passes.
Bench::Hook BlockAcks();
/// ACKs pass, all with the number before that of the first frame: nothing is acknowledged. From
/// before the link comes up on.
Bench::Hook FreezeAcks();

struct Damage {
  std::int64_t numbered = 0;  // frames hit that may be sent again
  std::int64_t others = 0;
};
/// Damages a frame with that probability and counts; `where` draws streams apart.
Bench::Hook DamageSome(double probability, const std::string& where,
                       std::shared_ptr<Damage> damage);

}  // namespace linkwright::conformance
