// SPDX-License-Identifier: Apache-2.0
// The library link_port.so: the RTL of a link's end at the one size that CMakeLists.txt says.
#include <exception>
#include <string>

#include "Vlink_port.h"
#include "systemc_models/link/link_plugin.h"
#include "systemc_models/verilated/link_model_adapter.h"

namespace linkwright::verilated {
namespace {

struct Port {
  explicit Port(const link::LinkSizes& sizes, std::uint64_t seed) : device(sizes, seed) {}
  LinkModelAdapter<Vlink_port> device;
  std::string error;
};

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

Port& Of(linkwright_link_port* port) { return *reinterpret_cast<Port*>(port); }
const Port& Of(const linkwright_link_port* port) { return *reinterpret_cast<const Port*>(port); }

std::string& CreateError() {
  static thread_local std::string error;
  return error;
}

template <class Call>
int Guarded(linkwright_link_port* port, Call call) {
  try {
    call();
    return 0;
  } catch (const std::exception& error) {
    Of(port).error = error.what();
    return 1;
  }
}

linkwright_link_port* Create(std::uint64_t seed) {
  try {
    return reinterpret_cast<linkwright_link_port*>(new Port(Sizes(), seed));
  } catch (const std::exception& error) {
    CreateError() = error.what();
    return nullptr;
  }
}
void Destroy(linkwright_link_port* port) { delete &Of(port); }
int Reset(linkwright_link_port* port) {
  return Guarded(port, [&] { Of(port).device.Reset(); });
}
int Tick(linkwright_link_port* port, const link::LinkInputs* inputs, link::LinkOutputs* outputs) {
  return Guarded(port, [&] { Of(port).device.Tick(*inputs, *outputs); });
}
std::int32_t TxState(const linkwright_link_port* port) {
  return static_cast<std::int32_t>(Of(port).device.tx_state());
}
std::int32_t RxState(const linkwright_link_port* port) {
  return static_cast<std::int32_t>(Of(port).device.rx_state());
}
std::uint32_t Outstanding(const linkwright_link_port* port) {
  return Of(port).device.Outstanding();
}
std::uint32_t Counter(const linkwright_link_port* port, std::int32_t index) {
  return Of(port).device.counter(static_cast<link::LlrCounter>(index));
}
void SenderCredits(const linkwright_link_port* port, std::int32_t vc, link::CreditCounts* counts) {
  *counts = Of(port).device.SenderCredits(vc);
}
void ReceiverCredits(const linkwright_link_port* port, std::int32_t vc,
                     link::CreditCounts* counts) {
  *counts = Of(port).device.ReceiverCredits(vc);
}
const char* LastError(const linkwright_link_port* port) {
  return port == nullptr ? CreateError().c_str() : Of(port).error.c_str();
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
      Destroy,
      Reset,
      Tick,
      TxState,
      RxState,
      Outstanding,
      Counter,
      SenderCredits,
      ReceiverCredits,
      LastError,
  };
  return &kTable;
}
