// SPDX-License-Identifier: Apache-2.0
// How fast the scale-up switch's models tick under uniform traffic at load 0.9: thousands of cycles and millions of flits per second of
// the switch alone. Its inputs are recorded once and replayed; best of five, processor time.
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/traffic/uniform_traffic.h"

namespace {

using linkwright::interfaces::ClockedSwitch;
using linkwright::interfaces::SwitchInputs;
using linkwright::interfaces::SwitchOutputs;
using linkwright::spec::scaleup_switch::FindVariant;
using linkwright::spec::scaleup_switch::Variant;

// Notes the inputs of every tick, so that they can be replayed on another switch without a bench around it.
class Recorder final : public ClockedSwitch {
 public:
  Recorder(std::unique_ptr<ClockedSwitch> device, std::vector<SwitchInputs>& record)
      : device_(std::move(device)), record_(record) {}
  int ports() const override { return device_->ports(); }
  void Reset(SwitchOutputs& outputs) override { device_->Reset(outputs); }
  void Tick(const SwitchInputs& inputs, SwitchOutputs& outputs) override {
    record_.push_back(inputs);
    device_->Tick(inputs, outputs);
  }

 private:
  std::unique_ptr<ClockedSwitch> device_;
  std::vector<SwitchInputs>& record_;
};

struct Traffic {
  std::vector<SwitchInputs> inputs;
  std::size_t loaded = 0;  // first tick that is measured
};

Traffic Record(const Variant& variant, int flits, double load, std::int64_t cycles) {
  Traffic traffic;
  linkwright::traffic::Bench bench(
      std::make_unique<Recorder>(linkwright::scaleup_switch::MakeScaleUpSwitch(variant), traffic.inputs), variant);
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
  traffic.loaded = traffic.inputs.size();
  run(cycles);
  return traffic;
}

// Processor time, so that other programs on the machine do not count.
double Seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void Measure(const char* model, const Variant& variant, const Traffic& traffic, ClockedSwitch& device, int flits,
             int repeats) {
  double best = 1e9;
  std::int64_t delivered = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    SwitchOutputs outputs(variant.ports);
    device.Reset(outputs);
    std::size_t tick = 0;
    while (tick < traffic.loaded) device.Tick(traffic.inputs[tick++], outputs);
    const double begin = Seconds();
    while (tick < traffic.inputs.size()) device.Tick(traffic.inputs[tick++], outputs);
    best = std::min(best, Seconds() - begin);
  }
  for (std::size_t tick = traffic.loaded; tick < traffic.inputs.size(); ++tick) {
    for (const auto& port : traffic.inputs[tick].port) delivered += port.flit.valid ? 1 : 0;
  }
  const auto cycles = static_cast<double>(traffic.inputs.size() - traffic.loaded);
  fmt::print("{:<5} {:<5} {} flits  {:8.1f} kcycles/s  {:7.2f} Mflit/s\n", model, variant.name, flits,
             cycles / best / 1e3, static_cast<double>(delivered) / best / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t cycles = argc > 1 ? std::atoll(argv[1]) : 4000;
  for (const char* name : {"p16", "p64", "p72", "p144"}) {
    const Variant& variant = *FindVariant(name);
    for (const int flits : {1, 5}) {
      const Traffic traffic = Record(variant, flits, 0.9, cycles);
      const auto twin = linkwright::scaleup_switch::MakeScaleUpSwitch(variant);
      Measure("twin", variant, traffic, *twin, flits, 5);
    }
  }
  return 0;
}
