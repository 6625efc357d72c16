// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives/step_list.h"

#include <algorithm>

#include "foundation/diagnostics/check.h"

namespace linkwright::collectives {

Walk AroundCircle(int32_t base, int32_t start, int32_t stride, int32_t period) {
  const auto place = [period](int32_t value) { return (value % period + period) % period; };
  return {base, place(start), place(stride), period};
}

Instruction StepList::Make(std::size_t run, int32_t i) const {
  const Run& at = runs_[run];
  Instruction step = at.first;
  if (at.walks < 0 || i == 0) return step;
  const StepWalks& walks = walks_[static_cast<std::size_t>(at.walks)];
  if (walks.source.period > 0) step.source.offset = walks.source.At(i);
  if (walks.destination.period > 0) step.destination.offset = walks.destination.At(i);
  if (walks.send_peer.period > 0) step.send_peer = walks.send_peer.At(i);
  if (walks.recv_peer.period > 0) step.recv_peer = walks.recv_peer.At(i);
  return step;
}

std::size_t StepList::RunOf(std::size_t step) const {
  if (runs_.size() == size_) return step;  // none repeats
  const auto behind =
      std::upper_bound(runs_.begin(), runs_.end(), step, [](std::size_t value, const Run& run) {
        return value < static_cast<std::size_t>(run.begin);
      });
  return static_cast<std::size_t>(behind - runs_.begin()) - 1;
}

Instruction StepList::operator[](std::size_t step) const {
  const std::size_t run = RunOf(step);
  return Make(run, static_cast<int32_t>(step) - runs_[run].begin);
}

void StepList::push_back(const Instruction& step) {
  runs_.push_back({step, static_cast<int32_t>(size_), 1, -1});
  ++size_;
}

void StepList::Repeat(const Instruction& first, int32_t count, const StepWalks& walks) {
  if (count < 1) return;
  Run run{first, static_cast<int32_t>(size_), count, -1};
  if (walks.source.period > 0) run.first.source.offset = walks.source.At(0);
  if (walks.destination.period > 0) run.first.destination.offset = walks.destination.At(0);
  if (walks.send_peer.period > 0) run.first.send_peer = walks.send_peer.At(0);
  if (walks.recv_peer.period > 0) run.first.recv_peer = walks.recv_peer.At(0);
  if (count > 1 && walks != StepWalks{}) {
    run.walks = static_cast<int32_t>(walks_.size());
    walks_.push_back(walks);
  }
  runs_.push_back(run);
  size_ += static_cast<std::size_t>(count);
}

void StepList::pop_back() {
  LINKWRIGHT_CHECK(!runs_.empty() && runs_.back().count == 1) << "the last step is one of a run";
  runs_.pop_back();
  --size_;
}

Instruction& StepList::Edit(std::size_t step) {
  Run& run = runs_[RunOf(step)];
  LINKWRIGHT_CHECK(run.count == 1) << "step " << step << " is one of a run of " << run.count;
  return run.first;
}

bool operator==(const StepList& a, const StepList& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

}  // namespace linkwright::collectives
