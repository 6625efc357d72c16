// SPDX-License-Identifier: Apache-2.0
// Moves transfers between accelerators and tells when they have arrived. Flow and clocked networks
// implement it; whoever uses them cannot tell which it talks to.
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

namespace linkwright::interfaces {

using EndpointId = int32_t;  // accelerator, 0..n-1
using GroupId = int32_t;

// Of transfers: 0 to kPriorities - 1.
inline constexpr int kPriorities = 3;

enum class TransferKind : uint8_t {
  kWrite,           // initiator's bytes -> target's memory
  kMulticastWrite,  // initiator's bytes -> every member's memory (initiator included if it is a
                    // member)
  kReduceRead,      // every member's bytes, summed by the switches -> initiator's memory
};

// Memory named here must stay valid and, for sources, unchanged until Delivered. The network writes
// landings before it reports delivery. A transfer may have a size only: then every pointer is null
// and every span empty, and nothing is read or written. In-network sums: FP32, BF16 or FP16, in
// ascending order of the members' switch ports, as docs/models/scaleup_switch.md says.
struct TransferRequest {
  TransferKind kind = TransferKind::kWrite;
  EndpointId initiator = 0;
  EndpointId target = 0;                                // kWrite
  GroupId group = -1;                                   // group kinds
  numerics::DataType type = numerics::DataType::kFp32;  // kReduceRead
  uint64_t bytes = 0;                                   // > 0
  uint64_t cookie = 0;                                  // handed back in callbacks
  // One of a higher priority goes first wherever two meet, on networks that tell them apart.
  uint8_t priority = 0;
  const std::byte* source = nullptr;            // kWrite, kMulticastWrite
  std::byte* landing = nullptr;                 // kWrite, kReduceRead
  std::span<std::byte* const> member_landings;  // kMulticastWrite, in the group's member order; the
                                                // span itself is copied from at Start
  std::span<const std::byte* const> member_sources;  // kReduceRead, likewise
};

// Who is told that a transfer has arrived.
class TransferSink {
 public:
  // At the network's Now(); may Start transfers.
  virtual void OnDelivered(uint64_t cookie) = 0;

 protected:
  ~TransferSink() = default;
};

// What a watchdog wants to know of a network with transfers in flight.
struct Activity {
  uint64_t moved = 0;    // grows with whatever the accelerators' ends send and receive
  uint64_t carried = 0;  // grows with whatever links with a protocol of their own send and receive
  // A link is down for a time, or sends again what may still get through: silence is no deadlock.
  bool recovering = false;
  bool hopeless = false;  // a link is down for good, or sends again what can never get through
  // Otherwise nothing moved for so long means that nothing ever will. Max: NextEvent alone tells.
  units::Duration patience = units::Duration::Max();
};

// Whoever advances a network (simulation::Simulation does) asks NextEvent and calls RunUntil.
class Network {
 public:
  virtual ~Network() = default;
  virtual int endpoints() const = 0;
  virtual units::SimTime Now() const = 0;
  // Length of a clock cycle; 1 ps for networks without a clock.
  virtual units::Duration ClockPeriod() const = 0;
  // `sink` outlives the transfer.
  virtual void Start(const TransferRequest& request, TransferSink& sink) = 0;
  // When RunUntil may have something to do next, never too late: Now() while deliveries wait to be
  // reported, the next edge of a clocked network that is awake, SimTime::Max() when nothing will
  // happen of its own accord.
  virtual units::SimTime NextEvent() const = 0;
  // Runs to `t` >= Now(), or to an earlier instant, later than Now() if `t` is and no delivery
  // waits; never past one at which something is delivered or a device begins to interrupt. Reports
  // the deliveries of that instant, in order of Start, after everything else has happened there. A
  // network with a clock stops at the last edge that is not later than `t`. After an exception only
  // destruction is allowed.
  virtual void RunUntil(units::SimTime t) = 0;
  // No transfer is in flight.
  virtual bool Quiet() const = 0;
  // Members in the order of member_landings/member_sources. Programming switches for the group is
  // the driver's task.
  virtual GroupId DefineGroup(std::vector<EndpointId> members) = 0;
  // Adds this network's metrics (bytes, flits, packets, cycles, ...) to a report; names, units,
  // definitions included.
  virtual void AppendMetrics(telemetry::RunReport& report) const = 0;

  virtual Activity activity() const { return {}; }
  // For a deadlock's report: who waits for what, in one line; causes before their victims.
  virtual std::string DescribeWait() const { return {}; }
};

}  // namespace linkwright::interfaces
