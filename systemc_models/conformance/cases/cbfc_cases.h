// SPDX-License-Identifier: Apache-2.0
// The cases of credit-based flow control, see cases.h.
#pragma once

#include "systemc_models/conformance/cases/case_run.h"

namespace linkwright::conformance {

void Cbfc01(CaseRun& run);
void Cbfc02(CaseRun& run);
void Cbfc03(CaseRun& run);
void Cbfc04(CaseRun& run);
void Cbfc05(CaseRun& run);
void Cbfc06(CaseRun& run);
void Cbfc07(CaseRun& run);
void Cbfc08(CaseRun& run);
void Cbfc09(CaseRun& run);
void Cbfc10(CaseRun& run);
void Cbfc11(CaseRun& run);
void Cbfc12(CaseRun& run);

}  // namespace linkwright::conformance
