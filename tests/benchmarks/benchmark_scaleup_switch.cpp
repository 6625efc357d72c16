// SPDX-License-Identifier: Apache-2.0
// How fast the scale-up switch's models tick under uniform traffic at load 0.9: thousands of cycles
// and millions of flits per second of the switch alone. Its inputs are recorded once and replayed;
// best of five, processor time, less the time of bringing the recorded wires about.
#include <fmt/core.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/traffic/uniform_traffic.h"

namespace {

using linkwright::interfaces::ClockedSwitch;
using linkwright::interfaces::SwitchInputs;
using linkwright::interfaces::SwitchOutputs;
using linkwright::spec::scaleup_switch::FindVariant;
using linkwright::spec::scaleup_switch::Variant;

// What was on the input wires of one tick, without the idle ports.
struct RecordedTick {
  linkwright::interfaces::RegisterRequest bus;
  std::vector<std::pair<int, linkwright::interfaces::FlitBeat>> flits;
  std::vector<std::pair<int, linkwright::interfaces::CreditBeat>> credits;
};

// Notes the inputs of every tick, so that they can be replayed on another switch without a bench
// around it.
class Recorder final : public ClockedSwitch {
 public:
  Recorder(std::unique_ptr<ClockedSwitch> device, std::vector<RecordedTick>& record)
      : device_(std::move(device)), record_(record) {}
  int ports() const override { return device_->ports(); }
  void Reset(SwitchOutputs& outputs) override { device_->Reset(outputs); }
  void Tick(const SwitchInputs& inputs, SwitchOutputs& outputs) override {
    RecordedTick tick;
    tick.bus = inputs.bus;
    for (int port = 0; port < ports(); ++port) {
      if (inputs.port[port].flit.valid) tick.flits.emplace_back(port, inputs.port[port].flit);
      if (inputs.port[port].credit.valid) tick.credits.emplace_back(port, inputs.port[port].credit);
    }
    record_.push_back(std::move(tick));
    device_->Tick(inputs, outputs);
  }

 private:
  std::unique_ptr<ClockedSwitch> device_;
  std::vector<RecordedTick>& record_;
};

struct Traffic {
  std::vector<RecordedTick> ticks;
  std::size_t loaded = 0;  // first tick that is measured
};

Traffic Record(const Variant& variant, int flits, double load, std::int64_t cycles) {
  Traffic traffic;
  linkwright::traffic::Bench bench(
      std::make_unique<Recorder>(linkwright::scaleup_switch::MakeScaleUpSwitch(variant),
                                 traffic.ticks),
      variant);
  bench.keep_deliveries = false;
  bench.BringUp();
  linkwright::traffic::UniformTraffic uniform(bench, flits, 1);
  const auto run = [&](std::int64_t ticks) {
    for (std::int64_t tick = 0; tick < ticks; ++tick) {
      uniform.OfferBernoulli(load);
      bench.Tick();
    }
  };
  run(500);
  traffic.loaded = traffic.ticks.size();
  run(cycles);
  return traffic;
}

// Processor time, so that other programs on the machine do not count.
double Seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

class Replayer {
 public:
  Replayer(const Traffic& traffic, int ports)
      : traffic_(traffic), inputs_(ports), outputs_(ports) {}

  // Seconds for the loaded part; without a device, of bringing the recorded wires about.
  double Run(ClockedSwitch* device) {
    if (device != nullptr) device->Reset(outputs_);
    std::size_t tick = 0;
    for (; tick < traffic_.loaded; ++tick) Step(tick, device);
    const double begin = Seconds();
    for (; tick < traffic_.ticks.size(); ++tick) Step(tick, device);
    return Seconds() - begin;
  }

 private:
  void Step(std::size_t tick, ClockedSwitch* device) {
    if (tick > 0) {
      for (const auto& [port, flit] : traffic_.ticks[tick - 1].flits)
        inputs_.port[port].flit.valid = false;
      for (const auto& [port, credit] : traffic_.ticks[tick - 1].credits)
        inputs_.port[port].credit.valid = false;
    }
    const RecordedTick& recorded = traffic_.ticks[tick];
    inputs_.bus = recorded.bus;
    for (const auto& [port, flit] : recorded.flits) inputs_.port[port].flit = flit;
    for (const auto& [port, credit] : recorded.credits) inputs_.port[port].credit = credit;
    if (device != nullptr) device->Tick(inputs_, outputs_);
  }

  const Traffic& traffic_;
  SwitchInputs inputs_;
  SwitchOutputs outputs_;
};

void Measure(const char* model, const Variant& variant, const Traffic& traffic,
             ClockedSwitch& device, int flits, int repeats) {
  Replayer replayer(traffic, variant.ports);
  double best = 1e9;
  double wires = 1e9;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    best = std::min(best, replayer.Run(&device));
    wires = std::min(wires, replayer.Run(nullptr));
  }
  best -= wires;
  std::size_t sent = 0;
  for (std::size_t tick = traffic.loaded; tick < traffic.ticks.size(); ++tick)
    sent += traffic.ticks[tick].flits.size();
  const auto cycles = static_cast<double>(traffic.ticks.size() - traffic.loaded);
  fmt::print("{:<5} {:<5} {} flits  {:8.1f} kcycles/s  {:7.2f} Mflit/s\n", model, variant.name,
             flits, cycles / best / 1e3, static_cast<double>(sent) / best / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t cycles = argc > 1 ? std::atoll(argv[1]) : 4000;
  for (const std::string name : {"p16", "p64", "p72", "p144"}) {
    if (argc > 2 && name != argv[2]) continue;
    const Variant& variant = *FindVariant(name);
    for (const int flits : {1, 5}) {
      const Traffic traffic = Record(variant, flits, 0.9, cycles);
      const auto twin = linkwright::scaleup_switch::MakeScaleUpSwitch(variant);
      Measure("twin", variant, traffic, *twin, flits, 5);
    }
  }
  return 0;
}
