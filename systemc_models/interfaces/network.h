// SPDX-License-Identifier: Apache-2.0
// Moves transfers between accelerators and calls back; it is also the clock that host code sees.
// Flow and cycle networks implement it, and the executor of kernel programs cannot tell which it
// talks to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "foundation/numerics/data_type.h"
#include "foundation/telemetry/run_report.h"
#include "foundation/units/duration.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::interfaces {

using EndpointId = int32_t;  // accelerator, 0..n-1
using GroupId = int32_t;

enum class TransferKind : uint8_t {
  kWrite,           // initiator's bytes -> target's memory
  kMulticastWrite,  // initiator's bytes -> every member's memory (initiator included if it is a
                    // member)
  kReduceRead,      // every member's bytes, summed by the switches -> initiator's memory
};

// Memory named here must stay valid and, for sources, unchanged until Delivered. The network writes
// landings before it reports delivery. In-network sums: FP32, BF16 or FP16, in ascending order of
// the members' switch ports, as docs/models/scaleup_switch.md says.
struct TransferRequest {
  TransferKind kind = TransferKind::kWrite;
  EndpointId initiator = 0;
  EndpointId target = 0;                                // kWrite
  GroupId group = -1;                                   // group kinds
  numerics::DataType type = numerics::DataType::kFp32;  // kReduceRead
  uint64_t bytes = 0;                                   // > 0
  uint64_t cookie = 0;                                  // handed back in callbacks
  const std::byte* source = nullptr;                    // kWrite, kMulticastWrite
  std::byte* landing = nullptr;                         // kWrite, kReduceRead
  std::span<std::byte* const> member_landings;  // kMulticastWrite, in the group's member order; the
                                                // span itself is copied from at Start
  std::span<const std::byte* const> member_sources;  // kReduceRead, likewise
};

// Callbacks run inside Network::Run at Now(); they may Start transfers and set timers.
class NetworkClient {
 public:
  virtual ~NetworkClient() = default;
  virtual void OnDelivered(uint64_t cookie) = 0;
  virtual void OnTimer(uint64_t cookie) = 0;
};

class Network {
 public:
  virtual ~Network() = default;
  virtual int endpoints() const = 0;
  virtual units::SimTime Now() const = 0;
  // Length of a clock cycle; 1 ps for networks without a clock.
  virtual units::Duration ClockPeriod() const = 0;
  virtual void Start(const TransferRequest& request) = 0;
  // `at` >= Now(); networks with a clock round up to the next edge.
  virtual void SetTimer(units::SimTime at, uint64_t cookie) = 0;
  // Runs until no transfer is in flight and no timer is set. Events at one instant are called back
  // in a documented, deterministic order (timers in order of setting, then deliveries in order of
  // Start).
  virtual void Run(NetworkClient& client) = 0;
  // Members in the order of member_landings/member_sources. Programming switches for the group is
  // the driver's task.
  virtual GroupId DefineGroup(std::vector<EndpointId> members) = 0;
  // One per simulated switch, in plane order; empty for networks without switches.
  virtual std::vector<Device*> Devices() = 0;
  // Adds this network's metrics (bytes, flits, packets, cycles, ...) to a report; names, units,
  // definitions included.
  virtual void AppendMetrics(telemetry::RunReport& report) const = 0;
};

}  // namespace linkwright::interfaces
