// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/cbfc_release.h"

#include <algorithm>
#include <utility>

namespace linkwright::link {
namespace {

constexpr int kLog2BeatBytes = 6;
constexpr std::uint32_t kOwedMask = (1U << 21) - 1;
constexpr std::uint32_t kMostBytes = (1U << 14) - 1;  // of a frame that is freed

}  // namespace

CbfcRelease::CbfcRelease(int virtual_channels, int pipeline)
    : channels_(virtual_channels),
      stages_(static_cast<std::size_t>(pipeline - 1)),
      turns_(virtual_channels) {
  Reset();
}

void CbfcRelease::Reset() {
  owed_.fill(0);
  owing_ = beats_ = 0;
  std::fill(stages_.begin(), stages_.end(), Event{});
  stage_ = 0;
  passing_ = 0;
  freed_ = {};
  turns_.Reset();
}

// The core takes a cell for the first beat of a frame, and for every one that begins a cell.
CbfcRelease::Event CbfcRelease::Delivered(const CreditConfig& config,
                                          const DeliveredBeat& delivered) {
  if (!delivered.flit.valid) return {};
  if (delivered.flit.head) beats_ = 0;
  const std::uint32_t cell_beats = 1U << (config.shift - kLog2BeatBytes);
  const bool begins = beats_ % cell_beats == 0;
  ++beats_;
  return {begins && delivered.vc < channels_, delivered.vc};
}

void CbfcRelease::Give(const CreditConfig& config, const std::uint32_t* occupancy) {
  std::uint32_t wanting = 0;
  for (std::uint32_t rest = owing_; rest != 0; rest &= rest - 1) {
    const int vc = __builtin_ctz(rest);
    if (Owed(vc) > occupancy[vc]) wanting |= 1U << vc;
  }
  const int vc = turns_.First(wanting);
  freed_.valid = vc >= 0;
  if (!freed_.valid) return;
  turns_.Served(vc);
  std::uint32_t& owed = owed_[static_cast<std::size_t>(vc)];
  const std::uint32_t credits = std::min(owed - occupancy[vc], kMostBytes >> config.shift);
  owed -= credits;
  freed_.vc = static_cast<std::uint8_t>(vc);
  freed_.length = static_cast<std::uint16_t>(credits << config.shift);
}

void CbfcRelease::Tick(const CreditConfig& config, const DeliveredBeat& delivered,
                       const std::uint32_t* occupancy) {
  if (!delivered.flit.valid && owing_ == 0 && passing_ == 0) {
    freed_.valid = false;
    return;
  }
  Event event = Delivered(config, delivered);
  if (!stages_.empty()) {
    passing_ += event.cell ? 1 : 0;
    std::swap(event, stages_[stage_]);
    passing_ -= event.cell ? 1 : 0;
    stage_ = (stage_ + 1) % stages_.size();
  }
  Give(config, occupancy);
  if (event.cell) {
    std::uint32_t& owed = owed_[event.vc];
    owed = (owed + 1) & kOwedMask;
    owing_ |= 1U << event.vc;
  }
  if (freed_.valid && Owed(freed_.vc) == 0) owing_ &= ~(1U << freed_.vc);
  for (std::uint32_t off = owing_ & ~config.rx_enable; off != 0; off &= off - 1) {
    owed_[static_cast<std::size_t>(__builtin_ctz(off))] = 0;
  }
  owing_ &= config.rx_enable;
}

}  // namespace linkwright::link
