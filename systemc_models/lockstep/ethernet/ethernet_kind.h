// SPDX-License-Identifier: Apache-2.0
// The Ethernet switch as a kind of switch for lock-step: what drives it, and the two of ours that
// are held against each other.
#pragma once

#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::lockstep::ethernet {

const SwitchKind& EthernetKind();

}  // namespace linkwright::lockstep::ethernet
