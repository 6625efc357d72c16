// SPDX-License-Identifier: Apache-2.0
// What a test case expected and measured, in the form that the test standard asks for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linkwright::conformance {

/// A counter, an attribute, a rate: what it should be and what it was.
struct Measurement {
  std::string name;
  std::string expected, measured;
  bool passed = false;
};

/// One run of one case: a row of the record.
struct TestRecord {
  std::string scenario;   // "LLR-03.A 1-2"
  std::string test_case;  // "LLR-03"
  int frame_bytes = 0;
  std::string source, destination;  // addresses
  std::string config;               // "OUTSTANDING_FRAMES_MAX=4; ..."
  std::vector<Measurement> measurements;
  std::string notes;
  std::int64_t end_ps = 0;  // of the simulated clock, which runs on over all cases

  bool passed() const;
  /// "LLR_RX_OK=100; lost=0".
  std::string expected() const;
  std::string measured() const;
};

struct CaseResult {
  std::string models;  // Models::name
  std::string test_case;
  std::string what;
  std::vector<TestRecord> records;
  std::int64_t ticks = 0;

  bool passed() const;
  /// Of the first row that failed the first value that did; else the first of all. Null without
  /// any.
  const TestRecord* telling_record() const;
  const Measurement* telling() const;
};

/// The columns of the standard's record, in its order.
inline constexpr std::string_view kRecordColumns[] = {
    "Timestamp",     "Scenario_ID",    "Frame_Size",     "Source_IP", "Dest_IP", "Test_Case",
    "Config_Params", "Expected_Value", "Measured_Value", "Pass/Fail", "Notes"};

/// A simulated time as a date: the clock begins with 1970.
std::string Timestamp(std::int64_t ps);

}  // namespace linkwright::conformance
