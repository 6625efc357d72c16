// SPDX-License-Identifier: Apache-2.0
// How fast the Ethernet switch's twin ticks with every line full: thousands of cycles and millions
// of beats per second of the switch alone, best of three, processor time.
//   benchmark_ethernet_switch [cycles [variant]]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "tests/benchmarks/recorded_frames.h"

namespace linkwright::benchmarks {
namespace {

using spec::ethernet_switch::FindVariant;
using spec::ethernet_switch::Variant;

void Report(const Variant& variant, const FrameLoad& load, int cycles) {
  const FrameTraffic traffic = RecordFrames(variant, load, cycles);
  ethernet_switch::EthernetSwitch device(variant);
  FrameTiming best;
  for (int round = 0; round < 3; ++round) {
    const FrameTiming timing = ReplayFrames(traffic, device);
    if (round == 0 || timing.seconds < best.seconds) best = timing;
  }
  fmt::print("{:8} {:34} {:8.1f} kcycles/s  {:7.2f} M beats/s\n", variant.name, load.name,
             static_cast<double>(best.ticks) / best.seconds / 1e3,
             static_cast<double>(best.beats) / best.seconds / 1e6);
}

int Main(int argc, char** argv) {
  const int cycles = argc > 1 ? std::atoi(argv[1]) : 20000;
  std::vector<std::string> names = {"p16", "p64", "p512"};
  if (argc > 2) names = {argv[2]};
  const FrameLoad loads[] = {
      {"64 bytes, permutation", FrameTargets::kPermutation, {64}},
      {"64 bytes, uniform", FrameTargets::kUniform, {64}},
      {"64 bytes, adaptive over all ports", FrameTargets::kGroup, {64}},
      {"IMIX, uniform",
       FrameTargets::kUniform,
       {64, 64, 64, 64, 64, 64, 64, 576, 576, 576, 576, 1518}},
      {"9216 bytes, permutation", FrameTargets::kPermutation, {9216}},
  };
  for (const std::string& name : names) {
    const Variant* variant = FindVariant(name);
    if (variant == nullptr) {
      fmt::print(stderr, "no variant '{}'\n", name);
      return 2;
    }
    for (const FrameLoad& load : loads) {
      Report(*variant, load, variant->ports > 64 ? cycles / 5 : cycles);
    }
  }
  return 0;
}

}  // namespace
}  // namespace linkwright::benchmarks

int main(int argc, char** argv) { return linkwright::benchmarks::Main(argc, argv); }
