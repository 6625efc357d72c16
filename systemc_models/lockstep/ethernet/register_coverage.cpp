// SPDX-License-Identifier: Apache-2.0
// What the answers of the register bus tell about what has happened.
#include <fmt/format.h>

#include <bit>

#include "systemc_models/lockstep/ethernet/stimulus_registers.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = sw::registers;

}  // namespace

void RegisterDriver::Written(std::uint32_t address, std::uint32_t value) {
  mirror_.Write(address, value);
  if (address == reg::kErrorInject) books_.Inject(value);
}

void RegisterDriver::Read(std::uint32_t address, std::uint32_t data) {
  if (reading_out()) books_.Read(address, data);
  if (address == reg::kInterruptCause) {
    for (std::size_t cause = 0; cause < interrupts_.size(); ++cause) {
      interrupts_[cause] += data >> cause & 1U;
    }
  } else if (address == reg::kSharedWatermark) {
    pool_watermark_ += data != 0 ? 1 : 0;
  } else if (const auto at = PortRegisterAt(address)) {
    if (!reading_out()) NoteFollowUp(address, *at, data);
    if (!WasWritten(address)) NotePortRead(*at, data);
  }
}

// Two reads of one counter in consecutive cycles tell what one tick added to it.
void RegisterDriver::NoteFollowUp(std::uint32_t address, const PortRegister& at,
                                  std::uint32_t data) {
  if (at.Is(reg::QueueDrops(0, 0), sw::kClasses)) {
    const bool repeated = again_ == address && again_left_ > 0;
    if (again_ == address && data > drops_before_ + 1 && drops_before_ != 0) ++drops_together_;
    drops_before_ = data;
    if (data != 0 && again_left_ == 0 && !repeated) {
      again_ = again_ == address ? 0 : address;
      again_left_ = again_ == 0 ? 0 : 24;
    }
  } else if (at.Is(reg::PortStorm(0)) && data != 0 && again_left_ == 0 &&
             (mirror_.Value(reg::kWatchdogAction) & 2U) != 0) {
    again_ = reg::QueueCells(
        at.port, random_.Below(2) == 0 ? std::countr_zero(data) : 31 - std::countl_zero(data));
    again_left_ = 2;
  } else if (again_ == address && at.Is(reg::QueueCells(0, 0), sw::kClasses) && data != 0) {
    ++filled_storms_;
  }
}

void RegisterDriver::NoteStorm(int port, std::uint32_t storms) {
  std::uint32_t& last = storms_[static_cast<std::size_t>(port)];
  if ((storms & ~last) != 0) ++storm_action_[mirror_.Value(reg::kWatchdogAction) & 3U];
  if ((last & ~storms) != 0 && mirror_.Value(reg::kWatchdogDetect) != 0) ++storms_restored_;
  last = storms;
}

void RegisterDriver::NotePortRead(const PortRegister& at, std::uint32_t data) {
  if (at.Is(reg::PortStorm(0))) NoteStorm(at.port, data);
  if (data == 0) return;
  const auto in_classes = [&](std::uint32_t first) { return at.Is(first, sw::kClasses); };
  if (at.Is(reg::PortDrops(0, 0), sw::kDropReasons)) {
    const auto reason = (at.at_port_0 - reg::PortDrops(0, 0)) / 4;
    ++drops_[reason];
    if (reading_out() && (reason == static_cast<std::uint32_t>(sw::DropReason::kIngressLimit) ||
                          reason == static_cast<std::uint32_t>(sw::DropReason::kEgressLimit))) {
      limit_refusals_ += data;
    }
  } else if (in_classes(reg::QueueDrops(0, 0))) {
    ++queue_drops_;
  } else if (at.Is(reg::PortRxBytesHigh(0)) || at.Is(reg::PortTxBytesHigh(0))) {
    ++carries_;
  } else if (in_classes(reg::PgHeadroomWatermark(0, 0))) {
    ++headroom_;
  } else if (in_classes(reg::QueueMarked(0, 0))) {
    ++marked_;
  } else if (in_classes(reg::Storms(0, 0))) {
    ++storms_counted_;
  } else if (in_classes(reg::QueueWatermark(0, 0)) || in_classes(reg::PgWatermark(0, 0))) {
    ++watermarks_;
  } else if (at.Is(reg::PortTrimmed(0))) {
    ++trimmed_;
    if (reading_out()) trims_ += data;
  } else if (at.Is(reg::PortPoisoned(0))) {
    ++poisoned_;
  } else if (at.Is(reg::PortPaused(0))) {
    ++paused_;
  } else if (at.Is(reg::PortXoff(0))) {
    ++xoff_;
  }
}

void RegisterDriver::CollectCoverage(Coverage& coverage) const {
  coverage.HitEach<sw::DropReason>("drop", drops_);
  coverage.HitEach<sw::Interrupt>("interrupt", interrupts_);
  CollectBusCoverage(coverage);
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

}  // namespace linkwright::lockstep::ethernet
