// SPDX-License-Identifier: Apache-2.0
// Whether a frame may enter the buffer, whole or trimmed. Decided at its first beat for all of it.
#pragma once

#include "systemc_models/ethernet_switch/switch_state.h"

namespace linkwright::ethernet_switch {

/// True if `frame` goes on; trimmed ones have been given their new class. Counts refusals, and
/// requests XOFF for a lossless class that is over its limit.
bool Admit(SwitchState& state, Frame& frame);

}  // namespace linkwright::ethernet_switch
