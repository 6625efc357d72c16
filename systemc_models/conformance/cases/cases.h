// SPDX-License-Identifier: Apache-2.0
// The 22 cases of the SONiC Scale-Up Test Standard (draft 0.4): what each does here is in
// docs/models/conformance.md.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "systemc_models/conformance/cases/case_run.h"

namespace linkwright::conformance {

struct Case {
  const char* name;
  const char* what;
  void (*run)(CaseRun& run);
};

std::span<const Case> LlrCases();
std::span<const Case> CbfcCases();

struct Request {
  std::vector<Models> models;
  bool llr = true, cbfc = true;
  std::function<void(const CaseResult&)> on_case;  // after each; may throw
  std::function<void()> poll;                      // now and then; may throw
};

/// Of a request, for each of its models.
std::vector<Case> CasesOf(const Request& request);

/// By models, then by case; `on_case` gets the results.
void RunCases(const Request& request);

}  // namespace linkwright::conformance
