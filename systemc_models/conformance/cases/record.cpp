// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/cases/record.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::conformance {

namespace {

std::string Joined(const std::vector<Measurement>& measurements, std::string Measurement::*value) {
  std::string text;
  for (const Measurement& m : measurements)
    text += fmt::format("{}{}={}", text.empty() ? "" : "; ", m.name, m.*value);
  return text;
}

}  // namespace

bool TestRecord::passed() const {
  return !measurements.empty() && std::all_of(measurements.begin(), measurements.end(),
                                              [](const Measurement& m) { return m.passed; });
}

std::string TestRecord::expected() const { return Joined(measurements, &Measurement::expected); }
std::string TestRecord::measured() const { return Joined(measurements, &Measurement::measured); }

bool CaseResult::passed() const {
  return !records.empty() && std::all_of(records.begin(), records.end(),
                                         [](const TestRecord& r) { return r.passed(); });
}

const TestRecord* CaseResult::telling_record() const {
  for (const TestRecord& record : records) {
    if (!record.passed()) return &record;
  }
  return records.empty() ? nullptr : &records.front();
}

const Measurement* CaseResult::telling() const {
  const TestRecord* record = telling_record();
  if (record == nullptr || record->measurements.empty()) return nullptr;
  for (const Measurement& m : record->measurements) {
    if (!m.passed) return &m;
  }
  return &record->measurements.front();
}

std::string Timestamp(std::int64_t ps) {
  constexpr std::int64_t kSecond = 1'000'000'000'000;
  const std::int64_t seconds = ps / kSecond;
  return fmt::format("1970-01-01T{:02}:{:02}:{:02}.{:09}Z", seconds / 3600, seconds / 60 % 60,
                     seconds % 60, ps % kSecond / 1000);
}

}  // namespace linkwright::conformance
