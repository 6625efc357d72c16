// SPDX-License-Identifier: Apache-2.0
// What stands between one end of a link that carries frames and its core (a switch or a network
// card): a queue in front of the transmitter, the pace of the line, what holds the core back, and
// the credits that the core's buffers give back. docs/models/ethernet_links.md. Plain C++, clocked
// by its owner.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "systemc_models/interfaces/link_credits.h"
#include "systemc_models/link/cbfc_release.h"
#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/retry/frame_queue.h"

namespace linkwright::retry {

// Cells that a core has in use for the frames of this link, by class.
using Occupancy = std::array<uint32_t, 8>;

class FrameFront {
 public:
  static constexpr uint16_t kStopBeats = 1 << 8;  // backpressure: no beat may move
  static constexpr size_t kQueueBeats = interfaces::kRetryQueueBeats;

  struct Settings {
    int line_bytes = 42;  // bytes the line carries in a cycle
    ClassOfDscp class_of_dscp{};
    ClassOfTag class_of_tag{};
    int cell_bytes = 0;                   // of a credit, a power of two; 0: no credits on this link
    bool tells_occupancy = false;         // the core says what it holds; or it frees at once
    interfaces::LinkCredits::Buffer far;  // behind the other end
  };

  // `path` names the link in messages.
  FrameFront(const Settings& settings, const std::string& path);

  // A beat that the core drives in this cycle; before Drive.
  void Push(const interfaces::FlitBeat& beat) { queue_.Push(beat); }
  // What the port gets from this side in its tick: offer, line and freed frames. `may_offer`: see
  // RetryEnds::MayOffer. `on_core_wires`: what the port delivered in the tick before.
  void Drive(bool may_offer, const link::DeliveredBeat& on_core_wires, const Occupancy& occupancy,
             link::LinkInputs& in);
  // What the port did in it.
  void Take(const link::LinkOutputs& got);

  // What the core may not send from the next cycle on, as SwitchInputs::backpressure.
  uint16_t Backpressure(const link::LinkDevice& port) const;
  // Credits of a class in use at the port, and with those of frames that wait.
  static uint32_t CreditsInUse(const link::LinkDevice& port, int traffic_class);
  int CreditsPromised(const link::LinkDevice& port, int traffic_class) const {
    return static_cast<int>(CreditsInUse(port, traffic_class)) + queue_.credits(traffic_class);
  }

  size_t beats() const { return queue_.beats(); }
  // Nothing waits, the line has caught up, nothing is on the wires to the port.
  bool AtRest() const { return queue_.beats() == 0 && debt_ == 0 && !freed_.valid; }

 private:
  void Free(const link::CreditConfig& config, const link::DeliveredBeat& on_core_wires,
            const Occupancy& occupancy);

  Settings settings_;
  FrameQueue queue_;
  link::CbfcRelease release_;
  link::FreedFrame freed_;
  int debt_ = 0;      // bytes the line still has to send
  int incoming_ = 0;  // bytes of the frame on its way to the core
};

}  // namespace linkwright::retry
