// SPDX-License-Identifier: Apache-2.0
// What accelerators put on their links, in one form for every network, so that reports can be
// compared name by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/telemetry/run_report.h"
#include "systemc_models/endpoints/transfer_table.h"

namespace linkwright::completion {

// Of one accelerator, over all its planes.
struct AcceleratorTraffic {
  uint64_t payload_bytes_sent = 0;  // of transfers, without padding and headers
  uint64_t payload_bytes_received = 0;
  uint64_t packets_sent = 0;
  uint64_t flits_sent = 0;
  uint64_t packets_received = 0;
  uint64_t flits_received = 0;

  AcceleratorTraffic& operator+=(const AcceleratorTraffic& more);
};

class Traffic {
 public:
  explicit Traffic(int accelerators) : of_(static_cast<size_t>(accelerators)) {}
  AcceleratorTraffic& of(int accelerator) { return of_[static_cast<size_t>(accelerator)]; }
  const AcceleratorTraffic& of(int accelerator) const {
    return of_[static_cast<size_t>(accelerator)];
  }

  // Payload of a delivered transfer: a write counts at initiator and target, a multicast once at
  // the initiator and at every member, a reduce-read at every member and at the initiator.
  void CountPayload(const endpoints::TransferRecord& transfer,
                    const endpoints::TransferTable& table);
  // Packets and flits that the transfer puts on links, requests and answers included.
  void CountFlits(const endpoints::TransferRecord& transfer, const endpoints::TransferTable& table);
  void AppendTo(telemetry::RunReport& report, const std::string& path) const;

 private:
  std::vector<AcceleratorTraffic> of_;
};

}  // namespace linkwright::completion
