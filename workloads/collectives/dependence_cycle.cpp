// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/dependence_cycle.h"

#include <algorithm>
#include <cstddef>

#include "workloads/collectives/validate.h"

namespace linkwright::collectives {
namespace {

// Depth-first search over steps with an explicit stack: files have hundreds of thousands of steps.
class CycleSearch {
 public:
  explicit CycleSearch(const RankProgram& rank) : rank_(rank) {
    for (const ThreadBlock& block : rank.thread_blocks) {
      first_.push_back(colour_.size());
      colour_.resize(colour_.size() + block.steps.size(), Colour::kNew);
    }
  }

  std::vector<StepId> Run() {
    for (int block = 0; block < static_cast<int>(rank_.thread_blocks.size()); ++block) {
      const int last = static_cast<int>(rank_.thread_blocks[block].steps.size()) - 1;
      if (last < 0 || ColourOf({block, last}) != Colour::kNew) continue;
      std::vector<StepId> cycle = Search({block, last});
      if (!cycle.empty()) return cycle;
    }
    return {};
  }

 private:
  enum class Colour : unsigned char { kNew, kOnPath, kDone };
  struct Visit {
    StepId step;
    int next_edge = 0;  // 0: the step before, 1: the dependence
  };

  Colour& ColourOf(StepId id) { return colour_[first_[id.thread_block] + id.step]; }

  /// Step -1 when the edge is not there.
  StepId Edge(StepId from, int edge) const {
    if (edge == 0) return {from.thread_block, from.step - 1};
    const Dependence wait = rank_.thread_blocks[from.thread_block].steps[from.step].wait_for;
    if (!wait) return {0, -1};
    return {wait.thread_block, PublishingStep(rank_.thread_blocks[wait.thread_block], wait.step)};
  }

  std::vector<StepId> Search(StepId start) {
    std::vector<Visit> path{{start}};
    ColourOf(start) = Colour::kOnPath;
    while (!path.empty()) {
      Visit& top = path.back();
      if (top.next_edge == 2) {
        ColourOf(top.step) = Colour::kDone;
        path.pop_back();
        continue;
      }
      const StepId to = Edge(top.step, top.next_edge++);
      if (to.step < 0 || ColourOf(to) == Colour::kDone) continue;
      if (ColourOf(to) == Colour::kOnPath) return CycleFrom(path, to);
      ColourOf(to) = Colour::kOnPath;
      path.push_back({to});
    }
    return {};
  }

  // Keeps the steps that are left through a dependence: the others only precede in their block.
  static std::vector<StepId> CycleFrom(const std::vector<Visit>& path, StepId start) {
    const auto begin = std::find_if(path.begin(), path.end(),
                                    [&](const Visit& visit) { return visit.step == start; });
    std::vector<StepId> cycle;
    for (auto visit = begin; visit != path.end(); ++visit) {
      if (visit->next_edge == 2) cycle.push_back(visit->step);
    }
    return cycle;
  }

  const RankProgram& rank_;
  std::vector<std::size_t> first_;
  std::vector<Colour> colour_;
};

}  // namespace

std::vector<StepId> FindDependenceCycle(const RankProgram& rank) { return CycleSearch(rank).Run(); }

}  // namespace linkwright::collectives
