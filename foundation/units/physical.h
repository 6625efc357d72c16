// SPDX-License-Identifier: Apache-2.0
// Money, power and energy. These are estimates by nature, so they are doubles inside.
#pragma once

#include <iosfwd>

#include "foundation/units/duration.h"
#include "foundation/units/quantity.h"

namespace linkwright::units {

/// What Usd, Watt and Joule share beyond Quantity: scaling by a real factor.
template <class Derived>
class RealQuantity : public Quantity<Derived, double> {
 public:
  constexpr RealQuantity() = default;

  constexpr double count() const { return this->raw(); }

  friend constexpr Derived operator*(Derived a, double factor) {
    return Derived(a.count() * factor);
  }
  friend constexpr Derived operator*(double factor, Derived a) { return a * factor; }
  friend constexpr Derived operator/(Derived a, double divisor) {
    return Derived(a.count() / divisor);
  }

 protected:
  explicit constexpr RealQuantity(double value) : Quantity<Derived, double>(value) {}
};

/// US dollars.
class Usd : public RealQuantity<Usd> {
 public:
  constexpr Usd() = default;
  explicit constexpr Usd(double dollars) : RealQuantity(dollars) {}
  constexpr double dollars() const { return raw(); }
};

class Watt : public RealQuantity<Watt> {
 public:
  constexpr Watt() = default;
  explicit constexpr Watt(double watts) : RealQuantity(watts) {}
  constexpr double watts() const { return raw(); }
};

class Joule : public RealQuantity<Joule> {
 public:
  constexpr Joule() = default;
  explicit constexpr Joule(double joules) : RealQuantity(joules) {}
  constexpr double joules() const { return raw(); }
  constexpr double kilowatt_hours() const { return raw() / 3.6e6; }
};

constexpr Joule operator*(Watt power, Duration time) {
  return Joule(power.watts() * ToSeconds(time));
}
constexpr Joule operator*(Duration time, Watt power) { return power * time; }
/// Mean power over a non-zero duration.
constexpr Watt operator/(Joule energy, Duration time) {
  return Watt(energy.joules() / ToSeconds(time));
}

std::ostream& operator<<(std::ostream& out, Usd money);
std::ostream& operator<<(std::ostream& out, Watt power);
std::ostream& operator<<(std::ostream& out, Joule energy);

}  // namespace linkwright::units
