// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/port_module.h"

#include <utility>

namespace linkwright::clocked {

void PortModule::Connect(PortEnd a, PortEnd b, int latency) {
  for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
    to.module->wires_.Connect(to.port, from.module->clock(), latency);
    from.module->far_[static_cast<size_t>(from.port)] = {to.module, &to.module->wires_, to.port};
    from.module->Connected(from.port);
  }
}

}  // namespace linkwright::clocked
