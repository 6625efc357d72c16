// SPDX-License-Identifier: Apache-2.0
// What the answers of the register bus tell about what has happened.
#include <fmt/format.h>

#include <bit>

#include "systemc_models/ethernet_conformance/stimulus_registers.h"

namespace linkwright::ethernet_conformance {
namespace {

namespace reg = sw::registers;

constexpr std::uint32_t kPortBase = reg::PortControl(0);
constexpr std::uint32_t kTableBase = reg::GroupMask(0, 0);

// Whether `offset` lies in a per-class array of a port; its first word is `first`.
constexpr bool InClasses(std::uint32_t offset, std::uint32_t first) {
  return offset >= first - kPortBase && offset < first - kPortBase + 4 * sw::kClasses;
}

}  // namespace

void RegisterDriver::Observe(const interfaces::RegisterResponse& response) {
  if (!response.valid || !last_.valid) return;
  const std::uint32_t address = last_.address;
  misaligned_ += (address & 3U) != 0 ? 1 : 0;
  if (last_.write) {
    ++(response.error ? refused_writes_ : writes_);
    if (response.error) return;
    mirror_.Write(address, last_.data);
    if (address == reg::kErrorInject) books_.Inject(last_.data);
    written_counters_.insert(address);
    return;
  }
  ++(response.error ? refused_reads_ : reads_);
  if (response.error) return;
  if (readout_next_ > 0) books_.Read(address, response.data);
  NoteFollowUp(address, response.data);
  if (address == reg::kInterruptCause) {
    for (std::size_t cause = 0; cause < interrupts_.size(); ++cause) {
      interrupts_[cause] += response.data >> cause & 1U;
    }
  } else if (address == reg::kSharedWatermark) {
    pool_watermark_ += response.data != 0 ? 1 : 0;
  } else if (address >= kPortBase && address < kTableBase) {
    const std::uint32_t offset = (address - kPortBase) % reg::kPortStride;
    const auto port = static_cast<int>((address - kPortBase) / reg::kPortStride);
    if (!written_counters_.contains(address)) NotePortRead(offset, port, response.data);
  }
}

// Two reads of one counter in consecutive cycles tell what one tick added to it.
void RegisterDriver::NoteFollowUp(std::uint32_t address, std::uint32_t data) {
  if (address < kPortBase || address >= kTableBase || readout_next_ > 0) return;
  const std::uint32_t offset = (address - kPortBase) % reg::kPortStride;
  const auto port = static_cast<int>((address - kPortBase) / reg::kPortStride);
  if (InClasses(offset, reg::QueueDrops(0, 0))) {
    const bool repeated = again_ == address && again_left_ > 0;
    if (again_ == address && data > drops_before_ + 1 && drops_before_ != 0) ++drops_together_;
    drops_before_ = data;
    if (data != 0 && again_left_ == 0 && !repeated) {
      again_ = again_ == address ? 0 : address;
      again_left_ = again_ == 0 ? 0 : 24;
    }
  } else if (offset == reg::PortStorm(0) - kPortBase && data != 0 && again_left_ == 0 &&
             (mirror_.Value(reg::kWatchdogAction) & 2U) != 0) {
    again_ = reg::QueueCells(
        port, random_.Below(2) == 0 ? std::countr_zero(data) : 31 - std::countl_zero(data));
    again_left_ = 2;
  } else if (again_ == address && InClasses(offset, reg::QueueCells(0, 0)) && data != 0) {
    ++filled_storms_;
  }
}

void RegisterDriver::NoteStorm(int port, std::uint32_t storms) {
  std::uint32_t& last = storms_[static_cast<std::size_t>(port)];
  if ((storms & ~last) != 0) ++storm_action_[mirror_.Value(reg::kWatchdogAction) & 3U];
  if ((last & ~storms) != 0 && mirror_.Value(reg::kWatchdogDetect) != 0) ++storms_restored_;
  last = storms;
}

void RegisterDriver::NotePortRead(std::uint32_t offset, int port, std::uint32_t data) {
  const std::uint32_t drops = reg::PortDrops(0, 0) - kPortBase;
  if (offset == reg::PortStorm(0) - kPortBase) NoteStorm(port, data);
  if (data == 0) return;
  if (offset >= drops && offset < drops + 4U * sw::kDropReasons) {
    const auto reason = (offset - drops) / 4;
    ++drops_[reason];
    if (readout_next_ > 0 && (reason == static_cast<std::uint32_t>(sw::DropReason::kIngressLimit) ||
                              reason == static_cast<std::uint32_t>(sw::DropReason::kEgressLimit))) {
      limit_refusals_ += data;
    }
  } else if (InClasses(offset, reg::QueueDrops(0, 0))) {
    ++queue_drops_;
  } else if (offset == reg::PortRxBytesHigh(0) - kPortBase ||
             offset == reg::PortTxBytesHigh(0) - kPortBase) {
    ++carries_;
  } else if (InClasses(offset, reg::PgHeadroomWatermark(0, 0))) {
    ++headroom_;
  } else if (InClasses(offset, reg::QueueMarked(0, 0))) {
    ++marked_;
  } else if (InClasses(offset, reg::Storms(0, 0))) {
    ++storms_counted_;
  } else if (InClasses(offset, reg::QueueWatermark(0, 0)) ||
             InClasses(offset, reg::PgWatermark(0, 0))) {
    ++watermarks_;
  } else if (offset == reg::PortTrimmed(0) - kPortBase) {
    ++trimmed_;
    if (readout_next_ > 0) trims_ += data;
  } else if (offset == reg::PortPoisoned(0) - kPortBase) {
    ++poisoned_;
  } else if (offset == reg::PortPaused(0) - kPortBase) {
    ++paused_;
  } else if (offset == reg::PortXoff(0) - kPortBase) {
    ++xoff_;
  }
}

void RegisterDriver::CollectCoverage(lockstep::Coverage& coverage) const {
  for (int reason = 0; reason < sw::kDropReasons; ++reason) {
    coverage.Hit(fmt::format("drop/{}", sw::Name(static_cast<sw::DropReason>(reason))),
                 drops_[static_cast<std::size_t>(reason)]);
  }
  for (int cause = 0; cause < sw::kInterrupts; ++cause) {
    coverage.Hit(fmt::format("interrupt/{}", sw::Name(static_cast<sw::Interrupt>(cause))),
                 interrupts_[static_cast<std::size_t>(cause)]);
  }
  for (int action = 0; action < sw::kStormActions; ++action) {
    coverage.Hit(
        fmt::format("storm/found, action {}", sw::Name(static_cast<sw::StormAction>(action))),
        storm_action_[static_cast<std::size_t>(action)]);
  }
  coverage.Hit("storm/restored", storms_restored_);
  coverage.Hit("storm/counted", storms_counted_);
  coverage.Hit("storm/with DROP and frames in the queue", filled_storms_);
  coverage.Hit("mmu/queue drops", queue_drops_);
  coverage.Hit("mmu/queue drops of several inputs in one tick", drops_together_);
  coverage.Hit("bus/byte counter carried past 32 bits", carries_);
  coverage.Hit("inject/bad_fcs", injected_[static_cast<std::size_t>(sw::InjectKind::kBadFcs)]);
  coverage.Hit("inject/drop_pfc", injected_[static_cast<std::size_t>(sw::InjectKind::kDropPfc)]);
  coverage.Hit("bus/read", reads_);
  coverage.Hit("bus/write", writes_);
  coverage.Hit("bus/read refused", refused_reads_);
  coverage.Hit("bus/write refused", refused_writes_);
  coverage.Hit("bus/misaligned", misaligned_);
  coverage.Hit("bus/counters cleared", cleared_);
  coverage.Hit("bus/counter written", counters_written_);
  coverage.Hit("bus/threshold or mode changed", knobs_);
  coverage.Hit("mmu/headroom used", headroom_);
  coverage.Hit("mmu/trimmed", trimmed_);
  coverage.Hit("mmu/trim refused",
               plan_.trims_everything() && limit_refusals_ > trims_ ? limit_refusals_ - trims_ : 0);
  coverage.Hit("mmu/poisoned", poisoned_);
  coverage.Hit("mmu/marked", marked_);
  coverage.Hit("mmu/queue or group watermark", watermarks_);
  coverage.Hit("mmu/pool watermark", pool_watermark_);
  coverage.Hit("pfc/paused by a peer", paused_);
  coverage.Hit("pfc/XOFF decided", xoff_);
}

}  // namespace linkwright::ethernet_conformance
