// SPDX-License-Identifier: Apache-2.0
// Gives credits back for a core that keeps what it was sent in cells and says how many of each
// virtual channel it holds (docs/models/cbfc.md, "A core that counts cells"). The cycle-exact twin
// of rtl/link/cbfc_release.sv.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "systemc_models/link/cbfc_receiver.h"
#include "systemc_models/link/cbfc_sender.h"
#include "systemc_models/link/link_config.h"
#include "systemc_models/link/llr_receiver.h"

namespace linkwright::link {

class CbfcRelease {
 public:
  /// `pipeline`: ticks from a beat on the core's wires to its cell in the occupancy, at least 1; 3
  /// for the Ethernet switch.
  explicit CbfcRelease(int virtual_channels, int pipeline = 3);

  void Reset();

  /// One tick. `delivered`: on the core's wires; `occupancy`: the core's cells by virtual channel,
  /// as on its wires in this tick. A credit is a cell: `config.shift` is 6 to 13, `config.overhead`
  /// 0.
  void Tick(const CreditConfig& config, const DeliveredBeat& delivered,
            const std::uint32_t* occupancy);

  /// What is on the wires to the port after that tick.
  const FreedFrame& freed() const { return freed_; }
  /// Credits delivered, as far as they have passed the pipeline, and not given back.
  std::uint32_t Owed(int vc) const { return owed_[static_cast<std::size_t>(vc)]; }

 private:
  struct Event {
    bool cell;
    std::uint8_t vc;
  };

  Event Delivered(const CreditConfig& config, const DeliveredBeat& delivered);
  void Give(const CreditConfig& config, const std::uint32_t* occupancy);

  int channels_;
  std::array<std::uint32_t, kMaxVirtualChannels> owed_{};
  std::uint32_t owing_ = 0;    // mask of the channels that owe
  std::uint32_t beats_ = 0;    // of the frame so far
  std::vector<Event> stages_;  // of the pipeline but the last, which is owed_
  std::size_t stage_ = 0;      // the oldest
  int passing_ = 0;            // cells in the stages
  FreedFrame freed_;
  ChannelTurns turns_;
};

}  // namespace linkwright::link
