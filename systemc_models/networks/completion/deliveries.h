// SPDX-License-Identifier: Apache-2.0
// Transfers that have arrived and wait to be reported, in order of Start.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::completion {

class Deliveries {
 public:
  void Add(const endpoints::TransferRecord& transfer) {
    waiting_.push_back({transfer.start_order, transfer.cookie, transfer.sink});
  }
  bool empty() const { return waiting_.empty(); }
  // Tells the sinks; they may start transfers.
  void Report();

 private:
  struct Delivery {
    uint64_t start_order;
    uint64_t cookie;
    interfaces::TransferSink* sink;
  };
  std::vector<Delivery> waiting_, round_;
};

}  // namespace linkwright::completion
