// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/faults.h"

#include <utility>

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

Bench::Hook DamageEvery(int period, std::shared_ptr<Damage> damage) {
  return [period, damage = std::move(damage), seen = 0, hit = false](LinkWire& wire) mutable {
    if (!wire.beat.flit.valid) return;
    if (wire.beat.flit.head) {
      hit = ++seen % period == 0;
      if (hit) ++(wire.beat.numbered ? damage->numbered : damage->others);
    }
    if (hit) wire.beat.bad = true;
  };
}

}  // namespace linkwright::conformance
