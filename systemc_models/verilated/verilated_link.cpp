// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/verilated/verilated_link.h"

#include <array>
#include <string>

#include "Vlink_port.h"
#include "systemc_models/verilated/link_model_adapter.h"

namespace linkwright::verilated {

link::LinkSizes VerilatedLinkSizes() {
  link::LinkSizes sizes;
  sizes.frame_slots = LINKWRIGHT_LINK_FRAME_SLOTS;
  sizes.buffer_beats = LINKWRIGHT_LINK_BUFFER_BEATS;
  sizes.max_beats = LINKWRIGHT_LINK_MAX_BEATS;
  sizes.virtual_channels = LINKWRIGHT_LINK_VIRTUAL_CHANNELS;
  return sizes;
}

std::string WhyNotVerilatedLink(const link::LinkSizes& needed) {
  const link::LinkSizes have = VerilatedLinkSizes();
  struct Size {
    const char* what;
    int needed, have;
  };
  const std::array<Size, 4> sizes = {{
      {"outstanding frames", needed.frame_slots, have.frame_slots},
      {"beats of replay buffer", needed.buffer_beats, have.buffer_beats},
      {"beats in a frame", needed.max_beats, have.max_beats},
      {"virtual channels", needed.virtual_channels, have.virtual_channels},
  }};
  for (const Size& size : sizes) {
    if (size.needed <= size.have) continue;
    return std::to_string(size.needed) + " " + size.what + " are needed, the RTL has " +
           std::to_string(size.have);
  }
  const bool same_numbers =
      needed.seq_bits == have.seq_bits && needed.counter_bits == have.counter_bits &&
      needed.first_seq == have.first_seq && needed.first_credit == have.first_credit;
  return same_numbers ? "" : "its numbers are of another width or begin elsewhere";
}

std::unique_ptr<link::LinkDevice> MakeVerilatedLink(const link::LinkSizes& needed,
                                                    std::uint64_t seed) {
  const std::string missing = WhyNotVerilatedLink(needed);
  LINKWRIGHT_CHECK(missing.empty()) << "link end in RTL: " << missing;
  return std::make_unique<LinkModelAdapter<Vlink_port>>(VerilatedLinkSizes(), seed);
}

}  // namespace linkwright::verilated
