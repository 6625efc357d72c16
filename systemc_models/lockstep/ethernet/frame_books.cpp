// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/frame_books.h"

#include <fmt/format.h>

#include "systemc_models/lockstep/ethernet/frame_text.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = sw::registers;

bool IsPfc(const interfaces::FlitBeat& beat) {
  const bool runt = beat.bytes >= 1 && beat.bytes < sw::kMinFrameBytes;
  return beat.tail && !beat.error && !runt && FieldOf(beat, 0, 6) == 0x0180C2000001ULL &&
         FieldOf(beat, 12, 2) == sw::kEtherTypeControl && FieldOf(beat, 14, 2) == sw::kPfcOpcode;
}

}  // namespace

FrameBooks::FrameBooks(const sw::Variant& variant, const RegisterMirror& mirror)
    : mirror_(mirror), ports_(static_cast<std::size_t>(variant.ports)) {}

void FrameBooks::Note(int port, const interfaces::FlitBeat& beat, bool link_up) {
  Port& at = ports_[static_cast<std::size_t>(port)];
  at.beat = beat;
  at.link_up = link_up;
}

void FrameBooks::Begin(Port& port, bool enabled) {
  ++begun_;
  if (enabled && IsPfc(port.beat)) {
    ++taken_;
    doubtful_ += port.may_be_injected ? 1 : 0;
  }
  // A frame of one beat uses the injection up, whatever becomes of it.
  if (port.beat.tail) port.may_be_injected = false;
}

void FrameBooks::Judge(int port) {
  Port& at = ports_[static_cast<std::size_t>(port)];
  const bool enabled = (mirror_.Value(reg::PortControl(port)) & 1U) != 0;
  if (at.beat.valid) {
    longest_gaps_ += at.in_frame && at.gap == sw::kFrameGapTicks ? 1 : 0;
    at.gap = 0;
    if (!at.in_frame && !at.beat.head) {
      ++outside_;
      return;
    }
    if (!at.in_frame) Begin(at, enabled);
    at.in_frame = !at.beat.tail;
    return;
  }
  if (!at.in_frame) return;
  if (at.link_up && enabled && at.gap < sw::kFrameGapTicks) {
    ++at.gap;
    return;
  }
  ++(!at.link_up ? ended_by_link_ : !enabled ? ended_by_port_ : ended_by_gap_);
  at.in_frame = false;
  at.gap = 0;
}

void FrameBooks::Inject(std::uint32_t value) {
  const std::size_t port = value & 0x3FFU;
  const auto kind = static_cast<sw::InjectKind>(value >> 10 & 3U);
  if (kind == sw::InjectKind::kBadFcs && port < ports_.size()) ports_[port].may_be_injected = true;
}

void FrameBooks::Read(std::uint32_t address, std::uint32_t data) {
  const auto cells = [&](const char* name) {
    cells_ += data;
    if (data != 0 && cells_at_.empty()) cells_at_ = fmt::format("{} is {}", name, data);
  };
  if (address == reg::kCellsUsed) return cells("CELLS_USED");
  if (address == reg::kSharedUsed) return cells("SHARED_USED");
  if (address == reg::kEgressSharedUsed) return cells("EGRESS_SHARED_USED");
  const auto at = PortRegisterAt(address);
  if (!at) return;
  if (at->Is(reg::PortRxFrames(0))) received_ += data;
  if (at->Is(reg::PortTxFrames(0))) sent_ += data;
  if (at->Is(reg::PortTrimmed(0))) trimmed_ += data;
  if (at->Is(reg::PortDrops(0, 0), sw::kDropReasons)) drops_ += data;
  if (at->Is(reg::QueueFrames(0, 0), sw::kClasses)) queued_ += data;
  if (at->Is(reg::QueueCells(0, 0), sw::kClasses)) cells("QUEUE_CELLS");
  if (at->Is(reg::PgCells(0, 0), sw::kClasses)) cells("PG_CELLS");
}

std::string FrameBooks::CellComplaint() const {
  return cells_ == 0 ? "" : fmt::format("the switch is empty, but {}", cells_at_);
}

std::string FrameBooks::FrameComplaint() const {
  if (received_ != begun_) {
    return fmt::format("PORT_RX_FRAMES are {}, but {} frames began", received_, begun_);
  }
  if (sent_ != out_) {
    return fmt::format("PORT_TX_FRAMES are {}, but {} frames came out", sent_, out_);
  }
  // A refusal counts, also of a frame that then goes on trimmed.
  const std::uint64_t gone = queued_ + drops_ - outside_ - trimmed_;
  if (received_ <= gone + taken_ && received_ + doubtful_ >= gone + taken_) return "";
  return fmt::format(
      "{} frames in, but {} out of queues + {} dropped - {} beats outside - {} trimmed + {} taken",
      received_, queued_, drops_, outside_, trimmed_, taken_);
}

void FrameBooks::CollectCoverage(Coverage& coverage) const {
  coverage.Hit("frame ended/by its link", ended_by_link_);
  coverage.Hit("frame ended/by its port's disabling", ended_by_port_);
  coverage.Hit("frame ended/by a gap", ended_by_gap_);
  coverage.Hit("frame ended/not by a gap of FrameGapTicks", longest_gaps_);
}

}  // namespace linkwright::lockstep::ethernet
