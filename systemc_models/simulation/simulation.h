// SPDX-License-Identifier: Apache-2.0
// The loop around one network and the clock that host code sees. It owns what is alike for every
// network: timers and the order of callbacks, several clients at once, the fault script, interrupts
// of devices, the watchdog, progress and interruption. One network may see several simulations one
// after another.
//
//   Simulation simulation(network);
//   simulation.Start(client, request);  // calls back client.OnDelivered(request.cookie)
//   simulation.Run();
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/telemetry/progress.h"
#include "foundation/units/duration.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/fault_target.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/agenda.h"
#include "systemc_models/simulation/client.h"
#include "systemc_models/simulation/fault_script.h"

namespace linkwright::simulation {

// Everything may be absent; what is there outlives the simulation.
struct Context {
  telemetry::Progress* progress = nullptr;
  // Looked at at every event, of a clocked network every few hundred cycles; true ends Run.
  const std::atomic<bool>* interrupted = nullptr;
  // With both, on_interrupt is called between instants when a device's interrupt wire has risen; it
  // may access registers, for which time passes. Otherwise interrupts wait.
  interfaces::DeviceHost* devices = nullptr;
  std::function<void(int device)> on_interrupt;
};

class Simulation final : private interfaces::TransferSink {
 public:
  explicit Simulation(interfaces::Network& network, Context context = {});
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  units::SimTime Now() const { return network_.Now(); }
  interfaces::Network& network() { return network_; }
  // Whether anybody looks at work() of attached clients.
  bool shows_progress() const { return context_.progress != nullptr; }

  // The request's cookie is the client's.
  void Start(Client& client, const interfaces::TransferRequest& request);
  // `at` >= Now() (InternalError); rounded up to an edge of a network with a clock. Past 2^63 ps,
  // or wrapped around there: RunFailure.
  void SetTimer(Client& client, units::SimTime at, uint64_t cookie);
  // Counts the client's work() in the progress bar while it lives; Detach before it ends.
  void Attach(const Client& client) { attached_.push_back(&client); }
  void Detach(const Client& client) { std::erase(attached_, &client); }
  // Replaces the script; times count from the first Start after this. `target` is the network.
  void SetFaults(interfaces::FaultTarget& target, std::vector<LinkFault> faults) {
    faults_ = FaultScript(target, std::move(faults));
  }
  // Runs until no transfer is in flight and no timer is set; faults that come later stay undone.
  // Throws RunFailure on a deadlock, when interrupted, and what network and clients throw; after
  // that only destruction is allowed. It is a deadlock when transfers are in flight, no timer and
  // no fault is to come, no link recovers, and nothing has moved for the network's patience. A
  // client that sets timers for ever hides it.
  void Run();
  // Runs on until links have sent and received nothing for as long as `silence`, or never will:
  // their acknowledgements and replays outlast the transfers.
  void Settle(units::Duration silence);

 private:
  struct Flight {
    Client* client = nullptr;
    uint64_t cookie = 0;
  };

  void OnDelivered(uint64_t flight) override;
  void RunEvents();
  bool ServeInterrupts();
  void Advance();
  void Look();
  void Watch();
  [[noreturn]] void FailStuck() const;
  // "cycle 17", or "17 ps" without a clock.
  std::string When() const;

  interfaces::Network& network_;
  const Context context_;
  const units::Duration period_;
  const int devices_;
  Agenda agenda_;
  FaultScript faults_;
  std::vector<const Client*> attached_;
  std::vector<Flight> flights_;
  std::vector<uint32_t> free_flights_;
  uint64_t in_flight_ = 0;
  uint64_t moved_ = 0;  // when the watchdog last looked
  units::SimTime last_movement_;
  bool interrupted_ = false;
};

}  // namespace linkwright::simulation
