// SPDX-License-Identifier: Apache-2.0
// What an Ethernet run had to mend, for people who do not ask for details.
#pragma once

#include <string>

#include "foundation/telemetry/run_report.h"
#include "foundation/telemetry/text_layout.h"

namespace linkwright::report {

// A paragraph with what was not 0 among link events, interrupts, retransmissions, NAKs, timeouts,
// reroutes and pause storms; empty if nothing was, and for runs on anything but an Ethernet fabric.
std::string FabricText(const telemetry::RunReport& report, const telemetry::Page& page);

}  // namespace linkwright::report
