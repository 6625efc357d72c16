// SPDX-License-Identifier: Apache-2.0
// A bus: one transfer at a time crosses it, in order of Start, at a fixed rate, and arrives a fixed
// latency after its last byte has left. Everybody hears everything, so a multicast crosses once; a
// reduction crosses once per member. The smallest network there is, and the example of
// docs/tutorials/add_a_network.md.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "foundation/units/units.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/networks/completion/deliveries.h"
#include "systemc_models/networks/completion/movement.h"

namespace linkwright::bus {

class BusNetwork final : public interfaces::Network {
 public:
  BusNetwork(int accelerators, units::BitRate rate, units::Duration latency)
      : rate_(rate),
        latency_(latency),
        table_(accelerators, /*planes=*/1, /*simulated_planes=*/1) {}

  int endpoints() const override { return table_.accelerators(); }
  units::SimTime Now() const override { return now_; }
  units::Duration ClockPeriod() const override { return units::Duration::Picoseconds(1); }

  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override {
    const endpoints::TransferHandle handle = table_.Add(request, &sink);
    const uint64_t crossings = request.kind == interfaces::TransferKind::kReduceRead
                                   ? table_.group(request.group).members.size()
                                   : 1;
    const units::Duration busy =
        units::SerializationTime(units::Bytes(request.bytes * crossings), rate_);
    free_ = std::max(free_, now_) + busy;
    busy_ += busy;
    crossing_.push_back({free_ + latency_, handle});
  }

  units::SimTime NextEvent() const override {
    return crossing_.empty() ? units::SimTime::Max() : crossing_.front().arrives;
  }

  void RunUntil(units::SimTime t) override {
    LINKWRIGHT_CHECK(t >= now_) << "run until " << t << ", now " << now_;
    now_ = std::min(t, NextEvent());
    while (NextEvent() <= now_) {
      const endpoints::TransferHandle handle = crossing_.front().handle;
      crossing_.pop_front();
      const endpoints::TransferRecord& transfer = table_[handle];
      completion::Move(transfer, {0, transfer.bytes});
      deliveries_.Add(transfer);
      table_.Remove(handle);
    }
    deliveries_.Report();
  }

  bool Quiet() const override { return table_.in_flight() == 0; }

  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override {
    return table_.DefineGroup(std::move(members));
  }

  void AppendMetrics(telemetry::RunReport& report) const override {
    report.Add("network.transfers", static_cast<int64_t>(table_.started()) - table_.in_flight(),
               "transfers", "transfers delivered");
    report.Add("network.bus_busy", busy_.picoseconds(), "ps",
               "time in which the bus carried bytes");
  }

 private:
  struct Crossing {
    units::SimTime arrives;
    endpoints::TransferHandle handle = 0;
  };

  units::BitRate rate_;
  units::Duration latency_;
  units::SimTime now_, free_;  // free_: when the bus has carried all that was started
  units::Duration busy_;
  endpoints::TransferTable table_;
  std::deque<Crossing> crossing_;  // arrivals ascend
  completion::Deliveries deliveries_;
};

}  // namespace linkwright::bus
