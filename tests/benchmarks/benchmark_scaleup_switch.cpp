// SPDX-License-Identifier: Apache-2.0
// How fast the scale-up switch's models tick under uniform traffic: thousands of cycles and millions of flits per second, of the switch
// alone (the bench around it is not counted).
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/traffic/uniform_traffic.h"

namespace {

using linkwright::interfaces::ClockedSwitch;
using linkwright::interfaces::SwitchInputs;
using linkwright::interfaces::SwitchOutputs;
using linkwright::spec::scaleup_switch::FindVariant;
using linkwright::spec::scaleup_switch::Variant;

// Adds up the time spent inside Tick.
class Stopwatch final : public ClockedSwitch {
 public:
  Stopwatch(std::unique_ptr<ClockedSwitch> device, double& seconds) : device_(std::move(device)), seconds_(seconds) {}
  int ports() const override { return device_->ports(); }
  void Reset(SwitchOutputs& outputs) override { device_->Reset(outputs); }
  void Tick(const SwitchInputs& inputs, SwitchOutputs& outputs) override {
    const auto begin = std::chrono::steady_clock::now();
    device_->Tick(inputs, outputs);
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }

 private:
  std::unique_ptr<ClockedSwitch> device_;
  double& seconds_;
};

void Measure(const char* model, const Variant& variant, std::unique_ptr<ClockedSwitch> device, int flits, double load,
             std::int64_t cycles) {
  double seconds = 0;
  linkwright::traffic::Bench bench(std::make_unique<Stopwatch>(std::move(device), seconds), variant);
  bench.keep_deliveries = false;
  bench.BringUp();
  linkwright::traffic::UniformTraffic traffic(bench, flits, 1);
  const auto run = [&](std::int64_t ticks) {
    for (std::int64_t tick = 0; tick < ticks; ++tick) {
      traffic.OfferBernoulli(load);
      bench.Tick();
    }
  };
  run(2000);
  seconds = 0;
  std::int64_t delivered = 0;
  bench.on_delivery = [&](const linkwright::traffic::Delivery&) { ++delivered; };
  const auto begin = std::chrono::steady_clock::now();
  run(cycles);
  const double total = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  fmt::print("{:<6} {:<9} {} flits  load {:.2f}  {:8.1f} kcycles/s  {:7.2f} Mflit/s  (with bench {:.1f} kcycles/s)\n",
             model, variant.name, flits, load, cycles / seconds / 1e3,
             static_cast<double>(delivered) * flits / seconds / 1e6, cycles / total / 1e3);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t cycles = argc > 1 ? std::atoll(argv[1]) : 50000;
  for (const char* name : {"p16", "p64", "p72", "p144"}) {
    const Variant& variant = *FindVariant(name);
    for (const int flits : {1, 5}) {
      Measure("twin", variant, linkwright::scaleup_switch::MakeScaleUpSwitch(variant), flits, 0.9, cycles);
    }
  }
  return 0;
}
