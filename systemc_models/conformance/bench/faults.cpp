// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/faults.h"

#include <utility>

#include "foundation/random/stream.h"

namespace linkwright::conformance {

using link::ControlKind;
using link::LinkWire;

namespace {

constexpr std::uint32_t kNumbers = (1U << link::LinkSizes{}.seq_bits) - 1;

Bench::Hook HitFrame(int number, bool lose) {
  return [number, lose, seen = -1](LinkWire& wire) mutable {
    if (!wire.beat.flit.valid) return;
    if (wire.beat.flit.head) ++seen;
    if (seen != number) return;
    if (lose) {
      wire.beat.flit.valid = false;
    } else {
      wire.beat.bad = true;
    }
  };
}

}  // namespace

Bench::Hook LoseFrame(int number) { return HitFrame(number, true); }
Bench::Hook DamageFrame(int number) { return HitFrame(number, false); }

Bench::Hook BlockAcks() {
  return [](LinkWire& wire) {
    if (wire.control.valid && wire.control.kind == ControlKind::kAck) wire.control.valid = false;
  };
}

Bench::Hook FreezeAcks() {
  return [before_first = std::uint32_t{0}](LinkWire& wire) mutable {
    if (!wire.control.valid) return;
    if (wire.control.kind == ControlKind::kInitAck)
      before_first = (wire.control.value - 1) & kNumbers;
    if (wire.control.kind == ControlKind::kAck) wire.control.value = before_first;
  };
}

Bench::Hook DamageSome(double probability, const std::string& where,
                       std::shared_ptr<Damage> damage) {
  const auto draws = std::make_shared<random::Stream>(1, "conformance." + where);
  return [probability, draws, damage = std::move(damage), hit = false](LinkWire& wire) mutable {
    if (!wire.beat.flit.valid) return;
    if (wire.beat.flit.head) {
      hit = draws->Bernoulli(probability);
      if (hit) ++(wire.beat.numbered ? damage->numbered : damage->others);
    }
    if (hit) wire.beat.bad = true;
  };
}

}  // namespace linkwright::conformance
