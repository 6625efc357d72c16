// SPDX-License-Identifier: Apache-2.0
// The built-in algorithms by name. Filled by explicit calls (algorithms::RegisterAll).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/collectives/kernel_program.h"

namespace linkwright::collectives {

/// What a generator is asked for. `channels` parallel copies work on disjoint parts of the data.
struct ProgramShape {
  int ranks = 2;
  int channels = 1;
  Protocol protocol = Protocol::kSimple;
  // Of a scale-up domain, for hierarchical algorithms; 0: they choose.
  int ranks_per_domain = 0;
};

struct Algorithm {
  std::string name;  // "all_reduce_ring"
  Collective collective = Collective::kAllReduce;
  std::string doc;         // one line
  std::string constraint;  // on the number of ranks, for people: "2 or more"
  /// Nothing when `ranks` can be served; otherwise why not, as the end of a sentence.
  std::function<std::optional<std::string>(int ranks)> refuses;
  std::function<KernelProgram(const ProgramShape& shape)> generate;
};

class Registry {
 public:
  /// A name twice is an InternalError.
  void Add(Algorithm algorithm);
  /// In order of registration.
  const std::vector<Algorithm>& all() const { return algorithms_; }
  /// The full name, or an all-reduce's without its "all_reduce_" ("ring"); nullptr when absent.
  const Algorithm* Find(std::string_view name) const;
  /// Throws a UserError (without location) that lists the names and suggests the nearest.
  const Algorithm& Get(std::string_view name) const;
  /// Generates, and validates a stored program. Throws a UserError when the algorithm refuses the
  /// number of ranks.
  KernelProgram Generate(std::string_view name, const ProgramShape& shape) const;

 private:
  std::vector<Algorithm> algorithms_;
};

}  // namespace linkwright::collectives
