// SPDX-License-Identifier: Apache-2.0
// The loop around one network and the clock that host code sees. It owns what is alike for every
// network: timers and the order of callbacks, several clients at once, interrupts of devices, the
// watchdog, progress and interruption. One network may see several simulations one after another.
//
//   Simulation simulation(network);
//   simulation.Start(client, request);  // calls back client.OnDelivered(request.cookie)
//   simulation.Run();
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "foundation/telemetry/progress.h"
#include "foundation/units/duration.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/simulation/agenda.h"
#include "systemc_models/simulation/client.h"

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

  // The request's cookie is the client's.
  void Start(Client& client, const interfaces::TransferRequest& request);
  // `at` >= Now() (InternalError); rounded up to an edge of a network with a clock.
  void SetTimer(Client& client, units::SimTime at, uint64_t cookie);
  // Runs until no transfer is in flight and no timer is set. Throws RunFailure on a deadlock, when
  // interrupted, and what network and clients throw; after that only destruction is allowed.
  void Run();

 private:
  struct Flight {
    Client* client = nullptr;
    uint64_t cookie = 0;
    uint64_t bytes = 0;
  };

  void OnDelivered(uint64_t flight) override;
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
  std::vector<Flight> flights_;
  std::vector<uint32_t> free_flights_;
  uint64_t bytes_started_ = 0, bytes_delivered_ = 0;
  uint64_t in_flight_ = 0;
  uint64_t moved_ = 0;  // when the watchdog last looked
  units::SimTime last_movement_;
};

}  // namespace linkwright::simulation
