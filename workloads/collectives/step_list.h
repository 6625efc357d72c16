// SPDX-License-Identifier: Apache-2.0
// The steps of a thread block, kept as runs: a step that is repeated with chunks and peers walking
// on by a fixed stride takes the room of one, whatever the number of ranks. Steps are made from
// their run when asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "workloads/collectives/instruction.h"

namespace linkwright::collectives {

/// How a number moves on from repetition to repetition: base + (start + i * stride) mod period.
/// A period of 0 stands for a number that stays.
struct Walk {
  int32_t base = 0;
  int32_t start = 0;   // 0 <= start < period
  int32_t stride = 0;  // 0 <= stride < period
  int32_t period = 0;

  int32_t At(int32_t i) const {
    return base + static_cast<int32_t>((start + int64_t{i} * stride) % period);
  }
  friend bool operator==(const Walk&, const Walk&) = default;
};

/// A walk on a circle of `period` places behind `base`; `start` and `stride` of any sign.
Walk AroundCircle(int32_t base, int32_t start, int32_t stride, int32_t period);

/// What changes from one repetition to the next.
struct StepWalks {
  Walk source{};
  Walk destination{};
  Walk send_peer{};
  Walk recv_peer{};

  friend bool operator==(const StepWalks&, const StepWalks&) = default;
};

class StepList {
 public:
  struct Run {
    Instruction first{};  // as the 0th repetition, walks included
    int32_t begin = 0;    // step number of the 0th repetition
    int32_t count = 1;
    int32_t walks = -1;  // index of its StepWalks; -1: every repetition is like the first
  };

  /// Gives copies: a step has no place of its own.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Instruction;
    using difference_type = std::ptrdiff_t;
    using pointer = const Instruction*;
    using reference = Instruction;

    Iterator(const StepList& list, std::size_t run) : list_(&list), run_(run) {}
    Instruction operator*() const { return list_->Make(run_, repetition_); }
    Iterator& operator++() {
      if (++repetition_ == list_->runs_[run_].count) {
        ++run_;
        repetition_ = 0;
      }
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) {
      return a.run_ == b.run_ && a.repetition_ == b.repetition_;
    }

   private:
    const StepList* list_;
    std::size_t run_;
    int32_t repetition_ = 0;
  };

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Instruction operator[](std::size_t step) const;
  Instruction back() const { return (*this)[size_ - 1]; }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, runs_.size()}; }
  std::span<const Run> runs() const { return runs_; }
  /// Repetition `i` of run `run`.
  Instruction Make(std::size_t run, int32_t i) const;
  /// The walks of a run, none where every repetition is like the first.
  StepWalks WalksOf(std::size_t run) const {
    return runs_[run].walks < 0 ? StepWalks{} : walks_[static_cast<std::size_t>(runs_[run].walks)];
  }
  /// The run of a step.
  std::size_t RunOf(std::size_t step) const;

  void push_back(const Instruction& step);
  /// `count` steps like `first`, whose chunks and peers walk (fields without a walk stay). Nothing
  /// for a count below 1.
  void Repeat(const Instruction& first, int32_t count, const StepWalks& walks);
  /// The last step, which stands alone in its run.
  void pop_back();
  /// A step that stands alone in its run, to be changed.
  Instruction& Edit(std::size_t step);

  friend bool operator==(const StepList& a, const StepList& b);

 private:
  std::vector<Run> runs_;
  std::vector<StepWalks> walks_;
  std::size_t size_ = 0;
};

}  // namespace linkwright::collectives
