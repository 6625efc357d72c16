// SPDX-License-Identifier: Apache-2.0
// Libraries that are not what they should be, one per definition of LINKWRIGHT_BROKEN_<HOW>.
#include <csignal>

#include "systemc_models/interfaces/switch_plugin.h"

namespace {

#if defined(LINKWRIGHT_BROKEN_PORTS)
constexpr uint32_t kPorts = 6;
#else
constexpr uint32_t kPorts = 8;
#endif
#if defined(LINKWRIGHT_BROKEN_VERSION)
constexpr uint32_t kVersion = LINKWRIGHT_SWITCH_ABI_VERSION + 1;
#else
constexpr uint32_t kVersion = LINKWRIGHT_SWITCH_ABI_VERSION;
#endif

constexpr linkwright_switch_description kDescription = {
    "scaleup_switch", "p8", "broken", kPorts, LINKWRIGHT_CONTRACT_CYCLE, 0, 0};

constexpr linkwright_switch_plugin_table kTable = {
    kVersion,
    sizeof(linkwright_switch_plugin_table),
    [] { return &kDescription; },
    [](uint64_t) -> linkwright_switch* {
      static int instance;
#if defined(LINKWRIGHT_BROKEN_CREATE)
      return nullptr;
#endif
      return reinterpret_cast<linkwright_switch*>(&instance);
    },
    [](linkwright_switch*) {},
    [](linkwright_switch*, linkwright_switch_outputs*) { return 0; },
    [](linkwright_switch*, const linkwright_switch_inputs*, linkwright_switch_outputs*) {
      return 1;
    },
    nullptr,
    nullptr,
    [](const linkwright_switch*) { return "out of gates"; },
};

#if defined(LINKWRIGHT_BROKEN_LOAD)
[[gnu::constructor]] void CrashWhenLoaded() { std::raise(SIGSEGV); }
#endif

}  // namespace

#if !defined(LINKWRIGHT_BROKEN_SYMBOL)
extern "C" __attribute__((visibility("default")))
#else
extern "C" __attribute__((visibility("hidden")))
#endif
const linkwright_switch_plugin_table*
linkwright_switch_plugin() {
  return &kTable;
}
