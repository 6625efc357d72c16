// SPDX-License-Identifier: Apache-2.0
// Uniform random traffic on a bench, and the two figures that queueing theory knows about it.
#pragma once

#include <cstdint>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/traffic/bench.h"

namespace linkwright::traffic {

/// Offers packets of one length to uniformly chosen destinations.
class UniformTraffic {
 public:
  /// `flits` per packet, header included; 1 makes reads, more make writes.
  UniformTraffic(Bench& bench, int flits, std::uint64_t seed);

  /// In every port with probability `load` / flits a new packet.
  void OfferBernoulli(double load);
  /// Every sender always has a packet to send.
  void OfferSaturating();

 private:
  void Offer(int port);

  Bench& bench_;
  int flits_;
  std::vector<random::Stream> streams_;  // per port
};

struct WaitMeasurement {
  double mean = 0;  ///< cycles beyond the empty switch's latency
  std::int64_t packets = 0;
  bool clean = false;  ///< the scoreboard found nothing
};

struct MeasurementPlan {
  std::int64_t warm_up = 20000;
  std::int64_t cycles = 200000;
  std::uint64_t seed = 1;
};

/// Mean waiting time of single-flit packets under Bernoulli traffic of the given load.
WaitMeasurement MeasureWait(const SwitchFactory& factory, const Variant& variant, int iterations,
                            double load, const MeasurementPlan& plan);

/// Flits per output and cycle with every input saturated by single-flit packets. The queues are
/// filled to `prefill` packets per input before outputs may send.
double MeasureSaturation(const SwitchFactory& factory, const Variant& variant, int iterations,
                         int prefill, const MeasurementPlan& plan);

}  // namespace linkwright::traffic
