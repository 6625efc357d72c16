// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/link_errors.h"

#include <utility>

#include "systemc_models/channel/reed_solomon.h"

namespace linkwright::retry {
namespace {

double CodewordFailure(double bit_error_rate) {
  return channel::CodewordFailureProbability(channel::SymbolErrorProbability(bit_error_rate));
}

}  // namespace

LinkErrors::LinkErrors(const LinkErrorRates& rates, std::vector<LinkErrorChange> changes,
                       uint64_t seed, const std::string& path, int line_bytes)
    : line_bytes_(line_bytes),
      frames_(rates.frame_error_rate, seed, path + ".frames"),
      controls_(rates.control_loss_rate, seed, path + ".controls"),
      codewords_(CodewordFailure(rates.bit_error_rate), seed, path + ".codewords") {
  SetChanges(std::move(changes));
}

void LinkErrors::SetChanges(std::vector<LinkErrorChange> changes) {
  changes_ = std::move(changes);
  next_change_ = next_codeword_change_ = 0;
  codeword_changes_.clear();
  for (const LinkErrorChange& change : changes_)
    codeword_changes_.push_back(CodewordFailure(change.rates.bit_error_rate));
}

void LinkErrors::ApplyChanges(int64_t cycle) {
  for (; next_change_ < changes_.size() && changes_[next_change_].cycle <= cycle; ++next_change_) {
    frames_.SetFailureProbability(changes_[next_change_].rates.frame_error_rate);
    controls_.SetFailureProbability(changes_[next_change_].rates.control_loss_rate);
  }
}

// Codewords pass whether or not anybody looks: what was skipped is drawn with the rate of its time,
// so that a link that slept agrees with one that did not.
bool LinkErrors::CodewordFails(int64_t cycle) {
  const int64_t wanted = cycle * line_bytes_ / kCodewordBytes;
  if (wanted == codeword_) return codeword_fails_;
  for (; next_codeword_change_ < changes_.size(); ++next_codeword_change_) {
    // The first codeword that begins at the change or after it.
    const int64_t first =
        (changes_[next_codeword_change_].cycle * line_bytes_ + kCodewordBytes - 1) / kCodewordBytes;
    if (first > wanted) break;
    if (first - 1 > codeword_) {
      codewords_.StepMany(static_cast<uint64_t>(first - 1 - codeword_));
      codeword_ = first - 1;
    }
    codewords_.SetFailureProbability(codeword_changes_[next_codeword_change_]);
  }
  codewords_.StepMany(static_cast<uint64_t>(wanted - codeword_ - 1));
  codeword_fails_ = codewords_.Step();
  codeword_ = wanted;
  return codeword_fails_;
}

bool LinkErrors::FrameFails(int64_t cycle) {
  ApplyChanges(cycle);
  return frames_.Step();
}

bool LinkErrors::ControlFails(int64_t cycle) {
  ApplyChanges(cycle);
  return controls_.Step();
}

}  // namespace linkwright::retry
