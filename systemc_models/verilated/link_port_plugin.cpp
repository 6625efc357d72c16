// SPDX-License-Identifier: Apache-2.0
// The library link_port.so: the RTL of a link's end at the one size that CMakeLists.txt says.
#include "Vlink_port.h"
#include "systemc_models/link/link_plugin.h"
#include "systemc_models/verilated/link_model_adapter.h"
#include "systemc_models/verilated/plugin_object.h"

namespace linkwright::verilated {
namespace {

using Port = LinkModelAdapter<Vlink_port>;
using Held = PluginObject<linkwright_link_port, Port>;

constexpr int kFrameSlots = LINKWRIGHT_LINK_FRAME_SLOTS;
constexpr int kBufferBeats = LINKWRIGHT_LINK_BUFFER_BEATS;
constexpr int kMaxBeats = LINKWRIGHT_LINK_MAX_BEATS;
constexpr int kVirtualChannels = LINKWRIGHT_LINK_VIRTUAL_CHANNELS;

link::LinkSizes Sizes() {
  link::LinkSizes sizes;
  sizes.frame_slots = kFrameSlots;
  sizes.buffer_beats = kBufferBeats;
  sizes.max_beats = kMaxBeats;
  sizes.virtual_channels = kVirtualChannels;
  return sizes;
}

linkwright_link_port* Create(std::uint64_t seed) { return Held::Make(Sizes(), seed); }
int Reset(linkwright_link_port* port) {
  return Held::Guarded(port, [&](Port& device) { return device.Reset(), 0; });
}
int Tick(linkwright_link_port* port, const link::LinkInputs* inputs, link::LinkOutputs* outputs) {
  return Held::Guarded(port, [&](Port& device) { return device.Tick(*inputs, *outputs), 0; });
}
std::int32_t TxState(const linkwright_link_port* port) {
  return static_cast<std::int32_t>(Held::Of(port).tx_state());
}
std::int32_t RxState(const linkwright_link_port* port) {
  return static_cast<std::int32_t>(Held::Of(port).rx_state());
}
std::uint32_t Outstanding(const linkwright_link_port* port) { return Held::Of(port).Outstanding(); }
std::uint32_t Counter(const linkwright_link_port* port, std::int32_t index) {
  return Held::Of(port).counter(static_cast<link::LlrCounter>(index));
}
void SenderCredits(const linkwright_link_port* port, std::int32_t vc, link::CreditCounts* counts) {
  *counts = Held::Of(port).SenderCredits(vc);
}
void ReceiverCredits(const linkwright_link_port* port, std::int32_t vc,
                     link::CreditCounts* counts) {
  *counts = Held::Of(port).ReceiverCredits(vc);
}

}  // namespace
}  // namespace linkwright::verilated

extern "C" __attribute__((visibility("default"))) const linkwright_link_plugin_table*
linkwright_link_plugin() {
  using namespace linkwright::verilated;  // NOLINT: this function is the file's only purpose
  static constexpr linkwright_link_plugin_table kTable = {
      linkwright::link::kLinkPluginVersion,
      sizeof(linkwright_link_plugin_table),
      sizeof(linkwright::link::LinkInputs),
      sizeof(linkwright::link::LinkOutputs),
      kFrameSlots,
      kBufferBeats,
      kMaxBeats,
      kVirtualChannels,
      Create,
      Held::Destroy,
      Reset,
      Tick,
      TxState,
      RxState,
      Outstanding,
      Counter,
      SenderCredits,
      ReceiverCredits,
      Held::LastError,
  };
  return &kTable;
}
