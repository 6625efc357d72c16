// SPDX-License-Identifier: Apache-2.0
// Ends of links that are not what they should be, one per definition of LINKWRIGHT_BROKEN_<HOW>:
// our twin behind what is wrong with it.
#include <new>

#include "systemc_models/link/link_plugin.h"
#include "systemc_models/link/link_port.h"

struct linkwright_link_port {
  explicit linkwright_link_port(const linkwright::link::LinkSizes& sizes) : port(sizes) {}
  linkwright::link::LinkPort port;
};

namespace {

using linkwright::link::ControlKind;
using linkwright::link::CreditCounts;
using linkwright::link::LinkInputs;
using linkwright::link::LinkOutputs;
using linkwright::link::LinkSizes;
using linkwright::link::LlrCounter;

constexpr LinkSizes kSizes = [] {
  LinkSizes sizes;
  sizes.frame_slots = 4096;
  sizes.buffer_beats = 8192;
  sizes.virtual_channels = 8;
  return sizes;
}();

void Break([[maybe_unused]] const linkwright_link_port& held, [[maybe_unused]] LinkInputs& in) {
#if defined(LINKWRIGHT_BROKEN_GAP)
  // Takes the next frame for the one that it expects.
  linkwright::link::LinkBeat& beat = in.wire.beat;
  const std::uint32_t expected = held.port.receiver().Expected();
  if (beat.flit.valid && beat.flit.head && beat.numbered && beat.number > expected)
    beat.number = expected;
#elif defined(LINKWRIGHT_BROKEN_ACK)
  // Keeps what was acknowledged.
  if (in.wire.control.kind == ControlKind::kAck) in.wire.control.valid = false;
#elif defined(LINKWRIGHT_BROKEN_REPLAYS)
  // Does not count its replays.
  in.config.retry.replay_count = 0;
#elif defined(LINKWRIGHT_BROKEN_CREDITS)
  // Sends whether or not there is room.
  in.config.credit.limit.fill((1U << kSizes.counter_bits) - 1);
#elif defined(LINKWRIGHT_BROKEN_HEALING)
  // Does not believe what the other end says it has sent.
  if (in.wire.control.kind == ControlKind::kCcUpdate) in.wire.control.valid = false;
#else
#error "how is it broken?"
#endif
}

constexpr linkwright_link_plugin_table kTable = {
    linkwright::link::kLinkPluginVersion,
    sizeof(linkwright_link_plugin_table),
    sizeof(LinkInputs),
    sizeof(LinkOutputs),
    kSizes.frame_slots,
    kSizes.buffer_beats,
    kSizes.max_beats,
    kSizes.virtual_channels,
    [](std::uint64_t) { return new (std::nothrow) linkwright_link_port(kSizes); },
    [](linkwright_link_port* held) { delete held; },
    [](linkwright_link_port* held) { return held->port.Reset(), 0; },
    [](linkwright_link_port* held, const LinkInputs* inputs, LinkOutputs* outputs) {
      LinkInputs in = *inputs;
      Break(*held, in);
      return held->port.Tick(in, *outputs), 0;
    },
    [](const linkwright_link_port* held) {
      return static_cast<std::int32_t>(held->port.tx_state());
    },
    [](const linkwright_link_port* held) {
      return static_cast<std::int32_t>(held->port.rx_state());
    },
    [](const linkwright_link_port* held) { return held->port.Outstanding(); },
    [](const linkwright_link_port* held, std::int32_t index) {
      return held->port.counter(static_cast<LlrCounter>(index));
    },
    [](const linkwright_link_port* held, std::int32_t vc, CreditCounts* counts) {
      *counts = held->port.SenderCredits(vc);
    },
    [](const linkwright_link_port* held, std::int32_t vc, CreditCounts* counts) {
      *counts = held->port.ReceiverCredits(vc);
    },
    [](const linkwright_link_port*) { return ""; },
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const linkwright_link_plugin_table*
linkwright_link_plugin() {
  return &kTable;
}
