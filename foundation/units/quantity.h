// SPDX-License-Identifier: Apache-2.0
// The arithmetic every additive quantity shares: sum, difference, comparison, scaling by an
// integer.
//
// Quantities of different types never mix: `Duration + Bytes` does not compile, and neither does a
// quantity plus a bare number. Overflow of the 64-bit representation is the caller's fault (it is
// found by the undefined-behaviour sanitizer for the signed types).
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

namespace linkwright::units {

/// CRTP base: `Derived` is the quantity, `Rep` the representation it is counted in.
template <class Derived, class Rep>
class Quantity {
 public:
  using Representation = Rep;

  constexpr Quantity() = default;

  friend constexpr Derived operator+(Derived a, Derived b) { return Make(a.value_ + b.value_); }
  friend constexpr Derived operator-(Derived a, Derived b) { return Make(a.value_ - b.value_); }
  friend constexpr Derived& operator+=(Derived& a, Derived b) { return a = a + b; }
  friend constexpr Derived& operator-=(Derived& a, Derived b) { return a = a - b; }
  friend constexpr Derived operator-(
      Derived a) requires std::signed_integral<Rep> || std::floating_point<Rep> {
    return Make(-a.value_);
  }

  template <std::integral Factor>
  friend constexpr Derived operator*(Derived a, Factor factor) {
    return Make(a.value_ * static_cast<Rep>(factor));
  }
  template <std::integral Factor>
  friend constexpr Derived operator*(Factor factor, Derived a) {
    return a * factor;
  }
  /// Division by a number truncates towards zero when the representation is an integer.
  template <std::integral Divisor>
  friend constexpr Derived operator/(Derived a, Divisor divisor) {
    return Make(a.value_ / static_cast<Rep>(divisor));
  }
  /// How many whole `b` fit in `a` (truncating for integers, exact ratio for doubles).
  friend constexpr Rep operator/(Derived a, Derived b) { return a.value_ / b.value_; }
  friend constexpr Derived operator%(Derived a, Derived b) requires std::integral<Rep> {
    return Make(a.value_ % b.value_);
  }

  friend constexpr bool operator==(Derived a, Derived b) { return a.value_ == b.value_; }
  friend constexpr auto operator<=>(Derived a, Derived b) { return a.value_ <=> b.value_; }

 protected:
  explicit constexpr Quantity(Rep value) : value_(value) {}
  constexpr Rep raw() const { return value_; }

 private:
  static constexpr Derived Make(Rep value) {
    Derived result;
    static_cast<Quantity&>(result).value_ = value;
    return result;
  }

  Rep value_{};
};

/// a / b as a real number, for quantities counted in integers.
template <class Q>
constexpr double Ratio(Q a,
                       Q b) requires std::derived_from<Q, Quantity<Q, typename Q::Representation>> {
  return static_cast<double>(a.count()) / static_cast<double>(b.count());
}

}  // namespace linkwright::units
