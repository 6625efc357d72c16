// SPDX-License-Identifier: Apache-2.0
// Who waits for whom, when a network has come to rest and thread blocks have not ended.
#pragma once

#include <string>
#include <vector>

namespace linkwright::executor {

class Engine;
struct Connection;
struct Runner;

class DeadlockReport {
 public:
  /// `engine` outlives the report.
  explicit DeadlockReport(const Engine& engine) : engine_(engine) {}

  /// A thread block has not ended, or data was sent that nobody takes.
  bool Needed() const;
  /// First line: how many. Then a line per blocked thread block (the first twenty), per connection
  /// with data left, and the circle of waiting if there is one.
  std::string Text() const;

 private:
  /// The thread block (index) that `index` waits for, or -1 when it has ended or never was.
  int WaitsFor(int index) const;
  /// The thread block that sends or signals on a connection, or receives or waits there; -1: none.
  int OwnerOf(const Connection& connection, bool sender) const;
  std::string NameOf(int index) const;
  std::string Line(int index) const;
  std::string What(int index) const;
  std::string Leftovers() const;
  std::vector<int> Circle() const;

  const Engine& engine_;
};

}  // namespace linkwright::executor
