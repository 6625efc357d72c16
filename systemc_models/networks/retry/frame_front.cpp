// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/frame_front.h"

#include <algorithm>
#include <utility>

namespace linkwright::retry {

namespace {

constexpr int kFrameOverheadBytes = 20;  // preamble and smallest gap

}  // namespace

FrameFront::FrameFront(const Settings& settings, const std::string& path)
    : settings_(settings),
      queue_(settings.class_of_dscp, settings.class_of_tag,
             settings.cell_bytes == 0 ? link::kBeatBytes : settings.cell_bytes, path),
      release_(kClasses) {}

void FrameFront::Drive(bool may_offer, const link::DeliveredBeat& on_core_wires,
                       const Occupancy& occupancy, link::LinkInputs& in) {
  queue_.Offer(in.offer);
  in.offer.flit.valid = in.offer.flit.valid && may_offer;
  in.line = debt_ < 2 * settings_.line_bytes;
  in.freed = freed_;
  if (settings_.cell_bytes > 0) Free(in.config.credit, on_core_wires, occupancy);
}

// Credits for what the core has got rid of, on the wires of the next cycle.
void FrameFront::Free(const link::CreditConfig& config, const link::DeliveredBeat& on_core_wires,
                      const Occupancy& occupancy) {
  if (settings_.tells_occupancy) {
    release_.Tick(config, on_core_wires, occupancy.data());
    freed_ = release_.freed();
    return;
  }
  freed_.valid = on_core_wires.flit.valid && on_core_wires.flit.tail;
  if (!on_core_wires.flit.valid) return;
  incoming_ += on_core_wires.flit.tail ? on_core_wires.flit.bytes : link::kBeatBytes;
  if (!freed_.valid) return;
  freed_.vc = on_core_wires.vc;
  freed_.length = static_cast<uint16_t>(std::exchange(incoming_, 0));
}

void FrameFront::Take(const link::LinkOutputs& got) {
  if (got.taken) queue_.Pop();
  const interfaces::FlitBeat& wire = got.wire.beat.flit;
  int moved = 0;
  if (wire.valid) moved = wire.tail ? wire.bytes + kFrameOverheadBytes : link::kBeatBytes;
  debt_ = std::max(debt_ + moved - settings_.line_bytes, 0);
}

uint32_t FrameFront::CreditsInUse(const link::LinkDevice& port, int traffic_class) {
  const link::CreditCounts counts = port.SenderCredits(traffic_class);
  return (counts.consumed - counts.freed) & ((1U << link::LinkSizes{}.counter_bits) - 1);
}

uint16_t FrameFront::Backpressure(const link::LinkDevice& port) const {
  uint16_t backpressure = queue_.beats() >= kQueueBeats && queue_.offering() ? kStopBeats : 0;
  for (int c = 0; c < kClasses; ++c) {
    const int limit = settings_.far.limit[static_cast<size_t>(c)];
    if (limit == 0) continue;
    const int free = limit - CreditsPromised(port, c);
    if (free < settings_.far.stop_below[static_cast<size_t>(c)])
      backpressure |= static_cast<uint16_t>(1U << c);
  }
  return backpressure;
}

}  // namespace linkwright::retry
