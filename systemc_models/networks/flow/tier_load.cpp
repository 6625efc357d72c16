// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/tier_load.h"

#include <algorithm>

#include "foundation/diagnostics/check.h"
#include "systemc_models/endpoints/striping.h"

namespace linkwright::flow {

using endpoints::TransferRecord;
using interfaces::TransferKind;
using units::Duration;

namespace {

constexpr uint64_t kDataFlitsPerPacket = endpoints::kPacketPayloadBytes / endpoints::kFlitBytes;

// Request out and operands back cross links and switch twice; the answer waits for the packet's
// last operand flit.
Duration ReduceRoundTrip(const FlowNetworkParameters& p) {
  return p.link_latency * 4 + p.switch_latency * 2 + p.memory_latency + p.reduce_latency;
}

// Packets per flit time that one accelerator may request on one link: what is held until it is
// given back bounds the rate.
double RequestRate(const FlowNetworkParameters& p) {
  const Duration flits_both_ways = p.flit_time * (2 * kDataFlitsPerPacket + 1);
  double rate = 1.0;
  if (p.reduce_window > 0) {  // from the request's flit to the answer's last flit
    rate = std::min(
        rate, p.reduce_window * units::Ratio(p.flit_time, ReduceRoundTrip(p) + flits_both_ways));
  }
  if (p.reduction_entries > 0) {  // from the member reads' departure to the last operand added
    const Duration held =
        p.switch_latency + p.link_latency * 2 + p.memory_latency + flits_both_ways;
    rate = std::min(rate, p.reduction_entries * units::Ratio(p.flit_time, held));
  }
  return rate;
}

// Rates are in flits per flit_time and link, so every link has capacity 1 and planes drop out.
std::vector<double> Capacities(const FlowNetworkParameters& parameters) {
  LINKWRIGHT_CHECK(parameters.flit_time > Duration::Zero()) << "flit time " << parameters.flit_time;
  LINKWRIGHT_CHECK(parameters.reduce_window >= 0 && parameters.reduction_entries >= 0)
      << "a window of " << parameters.reduce_window << ", " << parameters.reduction_entries
      << " entries";
  const auto n = static_cast<size_t>(parameters.accelerators);
  std::vector<double> capacities(3 * n + 1, 1.0);
  for (size_t i = 2 * n; i < 3 * n; ++i) capacities[i] = RequestRate(parameters);
  return capacities;
}

}  // namespace

TierLoad::TierLoad(const FlowNetworkParameters& parameters)
    : parameters_(parameters),
      capacities_(Capacities(parameters)),
      down_(parameters.links.size()),
      links_down_(static_cast<size_t>(parameters.accelerators)),
      traffic_(parameters.accelerators) {}

Duration TierLoad::Latency(const TransferRecord& transfer) const {
  const FlowNetworkParameters& p = parameters_;
  if (transfer.kind != TransferKind::kReduceRead) return p.link_latency * 2 + p.switch_latency;
  const uint64_t last_packet =
      transfer.stripe_bytes -
      (endpoints::PacketsOf(transfer.stripe_bytes) - 1) * endpoints::kPacketPayloadBytes;
  return ReduceRoundTrip(p) + p.flit_time * endpoints::DataFlitsOf(last_packet);
}

std::span<const Capacity> TierLoad::SetLink(int link, bool up) {
  uint8_t& down = down_.at(static_cast<size_t>(link));
  capacities_now_.clear();
  if ((down == 0) == up) return capacities_now_;
  down = up ? 0 : 1;
  const int accelerator = parameters_.links[static_cast<size_t>(link)].accelerator;
  int& count = links_down_[static_cast<size_t>(accelerator)];
  count += up ? -1 : 1;
  for (const ResourceId id : {Up(accelerator), Down(accelerator)}) {
    capacities_now_.push_back({id, count == 0 ? capacities_[static_cast<size_t>(id)] : 0});
  }
  return capacities_now_;
}

std::vector<int> TierLoad::DeadLinks(std::span<const Use> uses) const {
  std::vector<int> dead;
  for (size_t link = 0; link < down_.size(); ++link) {
    if (down_[link] == 0) continue;
    const int accelerator = parameters_.links[link].accelerator;
    const bool used = std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
      return use.resource == Up(accelerator) || use.resource == Down(accelerator);
    });
    if (used) dead.push_back(static_cast<int>(link));
  }
  return dead;
}

bool TierLoad::CountForAll(int endpoints) {
  for (int endpoint = 0; endpoint < endpoints; ++endpoint) {
    traffic_.of(endpoint) += stand_in_.of(0);
  }
  stand_in_.of(0) = {};
  return true;
}

void TierLoad::Start(const TransferRecord& transfer, const endpoints::TransferTable& table,
                     TransferLoad& load) {
  TrafficOf(transfer).CountFlits(transfer, table);
  std::vector<Use>& uses = load.uses;
  uses.clear();
  load.volume = static_cast<double>(endpoints::FlitsOf(transfer.stripe_bytes));
  load.latency = Latency(transfer);
  const double headers =
      static_cast<double>(endpoints::PacketsOf(transfer.stripe_bytes)) / load.volume;
  switch (transfer.kind) {
    case TransferKind::kWrite:
      uses.push_back({Up(transfer.initiator), 1.0});
      uses.push_back({Down(transfer.target), 1.0});
      break;
    case TransferKind::kMulticastWrite:
      uses.push_back({Up(transfer.initiator), 1.0});
      for (const int member : table.group(transfer.group).members)
        uses.push_back({Down(member), 1.0});
      break;
    case TransferKind::kReduceRead:
      uses.push_back({Up(transfer.initiator), headers});
      uses.push_back({Down(transfer.initiator), 1.0});
      for (const int member : table.group(transfer.group).members) {
        uses.push_back({Down(member), headers});
        uses.push_back({Up(member), 1.0});
      }
      uses.push_back({Window(transfer.initiator), headers});
      if (parameters_.limit_reduction_engine) uses.push_back({Adders(), 1.0 - headers});
      break;
  }
}

}  // namespace linkwright::flow
