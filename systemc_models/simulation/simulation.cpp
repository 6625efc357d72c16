// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/simulation/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/units/cycles.h"
#include "foundation/units/text.h"

namespace linkwright::simulation {

using units::Duration;
using units::SimTime;

namespace {

// Between looks at interruption, progress and deadlock, while a network is awake.
constexpr int64_t kCyclesBetweenLooks = 256;
constexpr int64_t kCyclesWithoutTraffic = 65536;  // the same while nothing is in flight

}  // namespace

Simulation::Simulation(interfaces::Network& network, Context context)
    : network_(network),
      context_(std::move(context)),
      period_(network.ClockPeriod()),
      devices_(context_.devices != nullptr && context_.on_interrupt
                   ? static_cast<int>(context_.devices->Devices().size())
                   : 0),
      last_movement_(network.Now()) {}

void Simulation::Start(Client& client, const interfaces::TransferRequest& request) {
  // Silence before the first flit is no deadlock.
  if (in_flight_++ == 0) last_movement_ = Now();
  faults_.Begin(Now(), period_);
  uint64_t flight = flights_.size();
  if (free_flights_.empty()) {
    flights_.emplace_back();
  } else {
    flight = free_flights_.back();
    free_flights_.pop_back();
  }
  flights_[flight] = {&client, request.cookie};
  interfaces::TransferRequest numbered = request;
  numbered.cookie = flight;
  network_.Start(numbered, *this);
}

void Simulation::OnDelivered(uint64_t index) {
  const Flight& flight = flights_[index];
  agenda_.AddDelivery(*flight.client, flight.cookie);
  free_flights_.push_back(static_cast<uint32_t>(index));
  --in_flight_;
}

void Simulation::SetTimer(Client& client, SimTime at, uint64_t cookie) {
  // A sum past 2^63 ps has wrapped around.
  if (at < SimTime::Zero() || SimTime::Max() - at < period_) {
    throw diagnostics::RunFailure(
        fmt::format("simulated time would pass 2^63 ps (106 days); now it is {}", When()));
  }
  LINKWRIGHT_CHECK(at >= Now()) << "timer at " << at << ", now " << Now();
  const units::Cycles edge = units::CyclesCovering(at.since_start(), period_);
  agenda_.SetTimer(client, SimTime::At(units::ToDuration(edge, period_)), cookie);
}

void Simulation::Run() {
  try {
    RunEvents();
  } catch (const diagnostics::RunFailure& failure) {
    // A dead link is the cause, whoever noticed it first.
    const std::string down = faults_.DescribeDown();
    if (down.empty() || interrupted_) throw;
    throw diagnostics::RunFailure(down + "; " + failure.what());
  }
}

void Simulation::RunEvents() {
  while (true) {
    agenda_.CallBack(Now());
    // Callbacks that access registers let time pass, and transfers arrive meanwhile.
    const bool arrived = network_.NextEvent() <= Now();
    if (arrived) network_.RunUntil(Now());
    if (arrived || agenda_.NextTimer() <= Now()) continue;
    if (ServeInterrupts()) continue;
    if (!agenda_.HasTimers() && network_.Quiet()) return;
    Advance();
  }
}

bool Simulation::ServeInterrupts() {
  bool any = false;
  for (int device = 0; device < devices_; ++device) {
    if (!context_.devices->TakeInterrupt(device)) continue;
    context_.on_interrupt(device);
    any = true;
  }
  return any;
}

void Simulation::Advance() {
  faults_.Apply(Now());  // callbacks that access registers let time pass
  const SimTime next = network_.NextEvent();
  const SimTime planned = std::min(agenda_.NextTimer(), faults_.Next());
  if (next == SimTime::Max() && planned == SimTime::Max()) FailStuck();
  const Duration ahead =
      std::min(SimTime::Max() - Now(),
               period_ * (network_.Quiet() ? kCyclesWithoutTraffic : kCyclesBetweenLooks));
  network_.RunUntil(std::min(planned, std::max(next, Now() + ahead)));
  faults_.Apply(Now());
  // Silence counts from the last timer or fault on: what it begins has not had its time yet.
  if (planned != SimTime::Max()) last_movement_ = Now();
  Look();
}

void Simulation::Settle(Duration silence) {
  class Alarm final : public Client {
    void OnDelivered(uint64_t) override {}
    void OnTimer(uint64_t) override {}
  } alarm;
  uint64_t before = 0;
  for (bool first = true;; first = false) {
    SetTimer(alarm, Now() + silence, 0);
    Run();
    const interfaces::Activity activity = network_.activity();
    if (activity.hopeless || (!first && activity.carried == before)) return;
    before = activity.carried;
  }
}

void Simulation::Look() {
  if (context_.interrupted != nullptr && context_.interrupted->load(std::memory_order_relaxed)) {
    interrupted_ = true;
    throw diagnostics::RunFailure(
        fmt::format("interrupted at {} with {} transfers in flight", When(), in_flight_));
  }
  if (context_.progress != nullptr && context_.progress->shown()) {
    Work sum;
    for (const Client* client : attached_) {
      const Work work = client->work();
      sum = {sum.done + work.done, sum.total + work.total};
    }
    context_.progress->Poll(Now(), sum.done, sum.total);
  }
  if (!agenda_.HasDeliveries() && !network_.Quiet()) Watch();
}

void Simulation::Watch() {
  const interfaces::Activity activity = network_.activity();
  if (activity.moved != moved_) {
    moved_ = activity.moved;
    last_movement_ = Now();
  } else if (activity.recovering) {
    last_movement_ = Now();
  } else if (Now() - last_movement_ >= activity.patience) {
    FailStuck();
  }
}

void Simulation::FailStuck() const {
  throw diagnostics::RunFailure(
      fmt::format("deadlock: {} transfers in flight and nothing moves at {}; {}", in_flight_,
                  When(), network_.DescribeWait()));
}

std::string Simulation::When() const {
  if (period_ == Duration::Picoseconds(1)) return units::Format(Now());
  return fmt::format("cycle {}", Now().since_start() / period_);
}

}  // namespace linkwright::simulation
