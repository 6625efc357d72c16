// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/registry.h"

#include <fmt/format.h>

#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "workloads/collectives/validate.h"

namespace linkwright::collectives {

using diagnostics::UserError;

void Registry::Add(Algorithm algorithm) {
  LINKWRIGHT_CHECK(Find(algorithm.name) == nullptr) << algorithm.name << " is registered twice";
  algorithms_.push_back(std::move(algorithm));
}

const Algorithm* Registry::Find(std::string_view name) const {
  const std::string all_reduce = fmt::format("{}_{}", ToString(Collective::kAllReduce), name);
  for (const Algorithm& algorithm : algorithms_) {
    if (algorithm.name == name || algorithm.name == all_reduce) return &algorithm;
  }
  return nullptr;
}

const Algorithm& Registry::Get(std::string_view name) const {
  if (const Algorithm* found = Find(name)) return *found;
  std::vector<std::string> names;
  std::string list;
  for (const Algorithm& algorithm : algorithms_) {
    names.push_back(algorithm.name);
    list += (list.empty() ? "" : ", ") + algorithm.name;
  }
  throw UserError({}, fmt::format("no algorithm is called '{}'; there are {}", name, list),
                  diagnostics::Suggest(name, names));
}

KernelProgram Registry::Generate(std::string_view name, const ProgramShape& shape) const {
  const Algorithm& algorithm = Get(name);
  if (const auto reason = algorithm.refuses(shape.ranks)) {
    throw UserError({}, fmt::format("algorithm {} cannot run on {} ranks: {}", algorithm.name,
                                    shape.ranks, *reason));
  }
  LINKWRIGHT_CHECK(shape.channels >= 1) << "channels " << shape.channels;
  KernelProgram program = algorithm.generate(shape);
  // Of a generated program only the ranks that run are ever made; the tests validate whole ones.
  if (program.generated_ranks == 0) {
    const std::vector<Finding> findings = Validate(program);
    LINKWRIGHT_CHECK(findings.empty()) << algorithm.name << ": " << ToString(findings.front());
  }
  return program;
}

}  // namespace linkwright::collectives
