// SPDX-License-Identifier: Apache-2.0
// The scale-up switch as a kind of switch for lock-step (systemc_models/lockstep): what drives it,
// and the two of ours that are held against each other.
#pragma once

#include <string>
#include <vector>

#include "systemc_models/conformance/stimulus_family.h"
#include "systemc_models/lockstep/verify.h"

namespace linkwright::conformance {

const lockstep::SwitchKind& ScaleUpKind();

/// The SystemC twin as reference, our RTL as device under test, from its plug-in.
lockstep::SwitchPair TwinAgainstRtl();

/// Variants whose RTL is there as a plug-in, in the order of the specification.
std::vector<std::string> VerifiableVariants();

/// Throws diagnostics::UserError for an unknown variant or one that a factory cannot make.
lockstep::VerifyReport RunVerify(const lockstep::VerifyRequest& request,
                                 const lockstep::SwitchPair& pair = TwinAgainstRtl());

}  // namespace linkwright::conformance
