// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/channel/reed_solomon.h"

#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "foundation/diagnostics/check.h"

namespace linkwright::channel {

double SymbolErrorProbability(double ber, const ReedSolomon& code) {
  LINKWRIGHT_CHECK(ber >= 0 && ber < 1) << "a bit-error rate of " << ber;
  return -std::expm1(code.symbol_bits * std::log1p(-ber));
}

double CodewordFailureProbability(double symbol_error, const ReedSolomon& code) {
  LINKWRIGHT_CHECK(symbol_error >= 0 && symbol_error <= 1)
      << "a symbol error probability of " << symbol_error;
  const int t = code.correctable();
  return boost::math::ibeta(t + 1.0, static_cast<double>(code.symbols - t), symbol_error);
}

}  // namespace linkwright::channel
