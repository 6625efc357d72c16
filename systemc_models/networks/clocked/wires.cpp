// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/wires.h"

#include <algorithm>
#include <bit>

#include "foundation/diagnostics/check.h"

namespace linkwright::clocked {

using interfaces::PortBeat;

void Wires::Connect(int port, const Clock& producer, int latency) {
  LINKWRIGHT_CHECK(latency >= 1 && in_flight_ == 0) << latency << " cycles of wire";
  Port& at = ports_[Index(port)];
  at.latency = latency;
  if (producer.period_ps != consumer_.clock().period_ps) {
    at.crossing = static_cast<int>(crossings_.size());
    Crossing& crossing = crossings_.emplace_back();
    crossing.port = port;
    crossing.producer_ps = producer.period_ps;
  }
  const size_t cycles = std::bit_ceil(static_cast<size_t>(latency) + 1);
  if (cycles <= ring_.size()) return;
  ring_.resize(cycles, std::vector<PortBeat>(ports_.size()));
  arrivals_.resize(cycles, 0);
}

void Wires::SentOtherwise(int64_t cycle, int port) {
  PortBeat& driven = Driven(cycle, port);
  const Port& at = ports_[Index(port)];
  if (at.up) {
    Crossing& crossing = crossings_[Index(at.crossing)];
    const uint64_t instant = crossing.producer_ps * static_cast<uint64_t>(cycle);
    const auto here = static_cast<int64_t>(instant / consumer_.clock().period_ps);
    const int64_t from = here + at.latency + kSynchroniserCycles;
    if (driven.flit.valid) {
      crossing.flits.push_back({from, driven.flit});
      ++in_flight_;
    }
    if (driven.credit.valid) SendCredit(crossing, from);
    consumer_.Wake();
  }
  driven.flit.valid = driven.credit.valid = false;
}

void Wires::SendCredit(Crossing& crossing, int64_t from) {
  for (Crossing::Credit& waiting : crossing.credits) {
    if (waiting.beat.vc != crossing.driven.credit.vc) continue;
    waiting.beat = crossing.driven.credit;
    return;
  }
  crossing.credits.push_back({from, crossing.driven.credit});
  ++in_flight_;
}

void Wires::Cross(int64_t cycle) {
  if (cycle == crossed_) return;
  crossed_ = cycle;
  for (Crossing& crossing : crossings_) {
    PortBeat& arriving = ring_[At(cycle)][Index(crossing.port)];
    if (!crossing.flits.empty() && crossing.flits.front().from <= cycle) {
      arriving.flit = crossing.flits.front().beat;
      crossing.flits.pop_front();
      ++arrivals_[At(cycle)];
    }
    if (!crossing.credits.empty() && crossing.credits.front().from <= cycle) {
      arriving.credit = crossing.credits.front().beat;
      crossing.credits.pop_front();
      ++arrivals_[At(cycle)];
    }
  }
}

bool Wires::SetUp(int port, bool up) {
  Port& at = ports_[Index(port)];
  if (up == at.up) return false;
  at.up = up;
  for (size_t i = 0; i < ring_.size(); ++i) {
    PortBeat& beat = ring_[i][Index(port)];
    if (!beat.flit.valid && !beat.credit.valid) continue;
    beat.flit.valid = beat.credit.valid = false;
    --arrivals_[i];
    --in_flight_;
  }
  if (at.crossing < 0) return true;
  Crossing& crossing = crossings_[Index(at.crossing)];
  in_flight_ -= static_cast<int64_t>(crossing.flits.size() + crossing.credits.size());
  crossing.flits.clear();
  crossing.credits.clear();
  return true;
}

}  // namespace linkwright::clocked
