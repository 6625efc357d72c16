// SPDX-License-Identifier: Apache-2.0
// The modules of a clocked network, joined by links, and the stepping of their kernel. What stands
// where is its builder's business (ScaleUpNetwork, EthernetNetwork), what transfers mean
// ClockedNetwork's.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/networks/clocked/alarm.h"
#include "systemc_models/networks/clocked/endpoint_module.h"
#include "systemc_models/networks/clocked/kernel.h"
#include "systemc_models/networks/clocked/retry_module.h"
#include "systemc_models/networks/clocked/switch_device.h"
#include "systemc_models/networks/clocked/switch_module.h"

namespace linkwright::clocked {

struct FabricParameters {
  units::Duration clock_period;  // of the switches and of links with retry
  // Of the endpoints, if it is another; every wire between the two is then a synchroniser.
  std::optional<units::Duration> endpoint_clock_period;
  bool clock_gating = true;
  int64_t register_patience_cycles = 0;  // a register access that takes longer ends the run
  const std::atomic<bool>* interrupted = nullptr;  // ends the wait for one; may be null
};

class Fabric {
 public:
  Fabric(const FabricParameters& parameters, endpoints::TransferTable& table);
  ~Fabric();

  // Building, before time passes. A place is the index of a switch or of an endpoint.
  enum class Kind : uint8_t { kSwitch, kEndpoint };
  struct Place {
    Kind kind = Kind::kSwitch;
    int index = 0;
    int port = 0;
  };
  void AddSwitch(const std::string& path, std::unique_ptr<interfaces::ClockedSwitch> hosted);
  void AddEndpoint(int ports, std::unique_ptr<Endpoint> endpoint);
  // In the order of their numbers (SetLink). With `retry`, `latency` is of the cores' wires;
  // changes and outages in cycles from BeginRetry on.
  void AddLink(Place a, Place b, int latency);
  void AddRetryLink(Place a, Place b, std::unique_ptr<retry::RetryLink> link,
                    std::vector<retry::LinkErrorChange> changes,
                    std::vector<retry::LinkOutage> outages);

  units::SimTime Now() const { return units::SimTime::Picoseconds(now_ps_); }
  int64_t cycle() const { return now_ps_ / static_cast<int64_t>(clock_.period_ps); }
  units::Duration clock_period() const;
  // Runs to `t`, or to an earlier instant; never past one at which a transfer completes, a mailbox
  // empties or an interrupt rises. Stops at an edge (of any clock), with everything that happens
  // there; nothing happens if none comes up to `t`. Throws what a module threw.
  void RunUntil(units::SimTime t);
  // The next edge at which a module runs; SimTime::Max() if none will of its own accord.
  units::SimTime NextEdge() const;

  void Begin(endpoints::TransferHandle handle, interfaces::EndpointId initiator);
  // The network's first Start.
  void BeginRetry();
  // What is on the link is lost. Both ends see it at the next edge; a link with retry may hide it.
  void SetLink(int link, bool up, bool hide);

  const std::vector<std::unique_ptr<SwitchModule>>& switches() const { return switches_; }
  const std::vector<std::unique_ptr<EndpointModule>>& endpoints() const { return endpoints_; }
  // By link; none without retry.
  const std::vector<std::unique_ptr<RetryModule>>& retry_links() const { return retry_links_; }
  std::vector<interfaces::Device*> Devices();
  // Sent and received by all endpoints so far.
  uint64_t moved() const;

 private:
  static void SetPeriod(Clock& clock, units::Duration period, bool gating);
  PortEnd EndAt(Place place) const;
  void AwaitMailbox(SwitchModule& module);
  void RunTo(int64_t at_ps);

  Kernel kernel_;
  Clock clock_, endpoint_clock_;
  bool two_clocks_;
  int64_t now_ps_ = 0;
  int64_t register_patience_cycles_;
  const std::atomic<bool>* interrupted_;
  endpoints::TransferTable& table_;
  std::unique_ptr<Alarm> alarm_;
  std::vector<std::unique_ptr<SwitchModule>> switches_;
  std::vector<std::unique_ptr<EndpointModule>> endpoints_;
  std::vector<std::unique_ptr<RetryModule>> retry_links_;
  std::vector<std::pair<PortEnd, PortEnd>> wires_;  // by link, without retry
  std::vector<std::unique_ptr<SwitchDevice>> devices_;
};

}  // namespace linkwright::clocked
