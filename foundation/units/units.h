// SPDX-License-Identifier: Apache-2.0
// All quantities at once, without their text form (units/text.h) and literals (units/literals.h).
#pragma once

#include "foundation/units/bit_rate.h"  // IWYU pragma: export
#include "foundation/units/bytes.h"     // IWYU pragma: export
#include "foundation/units/cycles.h"    // IWYU pragma: export
#include "foundation/units/duration.h"  // IWYU pragma: export
#include "foundation/units/physical.h"  // IWYU pragma: export
