// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/cases/cases.h"

#include "foundation/diagnostics/diagnostic.h"

namespace linkwright::conformance {

namespace {

void RunCase(const Models& models, const Case& test, const Request& request, std::int64_t& clock_ps,
             CaseResult& result) {
  result.models = models.name;
  result.test_case = test.name;
  result.what = test.what;
  try {
    CaseRun run(models, result, clock_ps, request.poll);
    test.run(run);
  } catch (const CaseStopped&) {
  }
}

}  // namespace

std::vector<Case> CasesOf(const Request& request) {
  std::vector<Case> cases;
  if (request.llr) cases.assign(LlrCases().begin(), LlrCases().end());
  if (request.cbfc) cases.insert(cases.end(), CbfcCases().begin(), CbfcCases().end());
  return cases;
}

void RunCases(const Request& request) {
  std::int64_t clock_ps = 0;
  for (const Models& models : request.models) {
    for (const Case& test : CasesOf(request)) {
      CaseResult result;
      RunCase(models, test, request, clock_ps, result);
      request.on_case(result);
    }
  }
}

}  // namespace linkwright::conformance
