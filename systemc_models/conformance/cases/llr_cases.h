// SPDX-License-Identifier: Apache-2.0
// The cases of link-level retry, see cases.h.
#pragma once

#include "systemc_models/conformance/cases/case_run.h"

namespace linkwright::conformance {

void Llr01(CaseRun& run);
void Llr02(CaseRun& run);
void Llr03(CaseRun& run);
void Llr04(CaseRun& run);
void Llr05(CaseRun& run);
void Llr06(CaseRun& run);
void Llr07(CaseRun& run);
void Llr08(CaseRun& run);
void Llr09(CaseRun& run);
void Llr10(CaseRun& run);

}  // namespace linkwright::conformance
