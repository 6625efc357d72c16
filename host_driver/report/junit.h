// SPDX-License-Identifier: Apache-2.0
// Results as JUnit XML, which every CI system reads.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace linkwright::report {

struct JUnitCase {
  std::string class_name, name;
  double seconds = 0;
  std::string failure;  // one line; empty: it did not fail
  std::string details;  // of a failure
  std::string skipped;  // why it did not run; empty: it did
};

struct JUnitSuite {
  std::string name;
  std::string timestamp;  // ISO 8601; empty: not said
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<JUnitCase> cases;
};

// <testsuites> with this one suite, its counts and its time. Control characters, which XML has no
// way to say, are written out.
std::string JUnitText(const JUnitSuite& suite);

}  // namespace linkwright::report
