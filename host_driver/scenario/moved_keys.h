// SPDX-License-Identifier: Apache-2.0
// Keys of earlier versions, refused with what to write instead.
#pragma once

#include "foundation/config/document.h"

namespace linkwright::scenario {

/// Throws UserError at every key that has moved. The message has the new form with the user's own
/// values, ready to be copied; an example where there are none.
void RefuseMovedKeys(const config::Document& document);

}  // namespace linkwright::scenario
