// SPDX-License-Identifier: Apache-2.0
// The functions of a shared library with a link port in it. Beats and settings have the layout of
// this room's headers, so that such a library belongs to the headers that it was built with: it
// says their sizes, and one of others is refused. Switches have a C interface of their own
// (interfaces/switch_plugin.h), whose rules hold here, too.
#pragma once

#include <cstdint>

#include "systemc_models/link/link_device.h"

extern "C" {

/// The library's own.
typedef struct linkwright_link_port linkwright_link_port;

typedef struct linkwright_link_plugin_table {
  std::uint32_t abi_version;
  std::uint32_t table_bytes, inputs_bytes, outputs_bytes;
  std::int32_t frame_slots, buffer_beats, max_beats, virtual_channels;
  linkwright_link_port* (*create)(std::uint64_t seed);
  void (*destroy)(linkwright_link_port*);
  int (*reset)(linkwright_link_port*);
  int (*tick)(linkwright_link_port*, const linkwright::link::LinkInputs*,
              linkwright::link::LinkOutputs*);
  std::int32_t (*tx_state)(const linkwright_link_port*);
  std::int32_t (*rx_state)(const linkwright_link_port*);
  std::uint32_t (*outstanding)(const linkwright_link_port*);
  std::uint32_t (*counter)(const linkwright_link_port*, std::int32_t index);
  void (*sender_credits)(const linkwright_link_port*, std::int32_t vc,
                         linkwright::link::CreditCounts*);
  void (*receiver_credits)(const linkwright_link_port*, std::int32_t vc,
                           linkwright::link::CreditCounts*);
  const char* (*last_error)(const linkwright_link_port*);
} linkwright_link_plugin_table;

}  // extern "C"

namespace linkwright::link {

inline constexpr std::uint32_t kLinkPluginVersion = 1;
inline constexpr const char* kLinkPluginSymbol = "linkwright_link_plugin";
using LinkPluginFunction = const linkwright_link_plugin_table* (*)();

}  // namespace linkwright::link
