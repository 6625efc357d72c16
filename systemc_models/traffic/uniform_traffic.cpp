// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/uniform_traffic.h"

#include <bit>
#include <string>

namespace linkwright::traffic {

namespace regs = spec::scaleup_switch::registers;
using spec::scaleup_switch::Operation;

namespace {

// Stages between the wires of a switch, without its egress pad.
constexpr int kPipelineCycles = 4;

}  // namespace

UniformTraffic::UniformTraffic(Bench& bench, int flits, std::uint64_t seed)
    : bench_(bench), flits_(flits) {
  for (int port = 0; port < bench.variant().ports; ++port) {
    streams_.emplace_back(seed, "uniform_traffic/" + std::to_string(port));
  }
}

void UniformTraffic::Offer(int port) {
  Header header;
  header.op = flits_ == 1 ? Operation::kRead : Operation::kWrite;
  header.src = static_cast<std::uint16_t>(port);
  header.dst = static_cast<std::uint16_t>(
      streams_[port].Below(static_cast<std::uint64_t>(bench_.variant().ports)));
  header.bytes = static_cast<std::uint16_t>(flits_ == 1 ? 64 : (flits_ - 1) * 64);
  bench_.Send(header);
}

void UniformTraffic::OfferBernoulli(double load) {
  for (int port = 0; port < bench_.variant().ports; ++port) {
    if (streams_[port].Bernoulli(load / flits_)) Offer(port);
  }
}

void UniformTraffic::OfferSaturating() {
  for (int port = 0; port < bench_.variant().ports; ++port) {
    if (bench_.sender(port).backlog() < 2) Offer(port);
  }
}

WaitMeasurement MeasureWait(const SwitchFactory& factory, const Variant& variant, int iterations,
                            double load, const MeasurementPlan& plan) {
  Bench bench(factory(variant), variant, 16384);
  bench.keep_deliveries = false;
  bench.BringUp();
  bench.Write(regs::kIterations, static_cast<std::uint32_t>(iterations));
  UniformTraffic traffic(bench, 1, plan.seed);
  const std::int64_t begin = bench.now() + plan.warm_up;
  std::int64_t waited = 0;
  WaitMeasurement result;
  bench.on_delivery = [&](const Delivery& delivery) {
    if (delivery.created < begin) return;
    waited += delivery.head - delivery.created - (kPipelineCycles + variant.egress_pad);
    ++result.packets;
  };
  while (bench.now() < begin + plan.cycles) {
    traffic.OfferBernoulli(load);
    bench.Tick();
  }
  // Packets still queued have waited longest; leaving them out would flatter the switch.
  result.clean = bench.Drain() && bench.scoreboard().violations().empty();
  result.mean = static_cast<double>(waited) / static_cast<double>(result.packets);
  return result;
}

double MeasureSaturation(const SwitchFactory& factory, const Variant& variant, int iterations,
                         int prefill, const MeasurementPlan& plan) {
  Bench bench(factory(variant), variant,
              static_cast<int>(std::bit_ceil(2U * variant.slots_per_vc + 64U)));
  bench.keep_deliveries = false;
  bench.BringUp(0);
  bench.Write(regs::kIterations, static_cast<std::uint32_t>(iterations));
  UniformTraffic traffic(bench, 1, plan.seed);
  const auto run = [&](std::int64_t cycles) {
    for (std::int64_t cycle = 0; cycle < cycles; ++cycle) {
      traffic.OfferSaturating();
      bench.Tick();
    }
  };
  run(prefill);
  for (int port = 0; port < variant.ports; ++port) {
    bench.receiver(port).Configure(variant.virtual_channels, 32768, 0);
  }
  run(plan.warm_up);
  std::int64_t flits = 0;
  bench.on_delivery = [&](const Delivery&) { ++flits; };
  run(plan.cycles);
  return static_cast<double>(flits) / (static_cast<double>(plan.cycles) * variant.ports);
}

}  // namespace linkwright::traffic
