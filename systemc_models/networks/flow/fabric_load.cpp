// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/flow/fabric_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/random/hash_path.h"

namespace linkwright::flow {

using endpoints::TransferRecord;
using interfaces::TransferKind;
using topology::Domain;
using topology::LinkId;
using units::Duration;

namespace {

template <class Id>
size_t Index(Id id) {
  return static_cast<size_t>(id);
}

}  // namespace

FabricLoad::FabricLoad(const FabricFlowParameters& parameters)
    : parameters_(parameters),
      topology_(parameters.routes->topology()),
      routes_(*parameters.routes),
      paths_(Index(topology_.accelerators())),
      dead_(topology_.links().size()),
      carried_(2 * topology_.links().size()),
      sent_(Index(topology_.accelerators())),
      received_(Index(topology_.accelerators())) {
  const size_t parts = topology_.part_names().size();
  LINKWRIGHT_CHECK(parameters.links.size() == parts && parameters.nodes.size() == parts)
      << parameters.links.size() << " and " << parameters.nodes.size() << " figures for " << parts
      << " parts";
  const auto links = static_cast<LinkId>(topology_.links().size());
  capacities_.reserve(carried_.size());
  for (LinkId id = 0; id < links; ++id) {
    const topology::PartId part = topology_.link(id).part;
    const double rate = parameters.links[Index(part)].rate.bytes_per_second() * 1e-12;
    LINKWRIGHT_CHECK(rate > 0) << "link part '" << topology_.part(part) << "' has no rate";
    capacities_.insert(capacities_.end(), 2, rate);
    class_.push_back(static_cast<uint8_t>(ClassOf(id)));
    dead_[Index(id)] = parameters.routes->Alive(id) ? 0 : 1;
  }
}

size_t FabricLoad::ClassOf(LinkId id) const {
  const topology::Link& link = topology_.link(id);
  const int tier =
      std::max<int>(topology_.node(link.a.node).tier, topology_.node(link.b.node).tier);
  return Index(link.domain) * kTiers + Index(std::min(tier, kTiers - 1));
}

bool FabricLoad::FindPath(int initiator, int target, routing::Paths& paths, Path& path) {
  const Domain domain = routing::ChooseDomain(topology_, initiator, target);
  const uint64_t hash =
      random::Mix(static_cast<uint64_t>(initiator) << 32 | static_cast<uint32_t>(target));
  const std::span<const routing::LinkShare> one = paths.ByHash(initiator, target, domain, hash);
  if (one.empty()) return false;
  path.target = target;
  path.uses.clear();
  path.latency = Duration::Zero();
  const topology::NodeId end = topology_.accelerator(target);
  for (const routing::LinkShare& use : one) {
    const topology::Link& link = topology_.link(use.link);
    const topology::NodeId far = use.from_a ? link.b.node : link.a.node;
    path.latency += parameters_.links[Index(link.part)].latency;
    if (far != end) path.latency += parameters_.nodes[Index(topology_.node(far).part)];
    if (parameters_.spread == Spread::kHash) path.uses.push_back({ResourceOf(use), use.share});
  }
  if (parameters_.spread == Spread::kHash) return true;
  for (const routing::LinkShare& use : paths.SplitEvenly(initiator, target, domain)) {
    path.uses.push_back({ResourceOf(use), use.share});
  }
  return true;
}

const FabricLoad::Path& FabricLoad::PathOf(int initiator, int target) {
  FindDetour();
  Path& path = paths_[Index(initiator)];
  if (path.target == target) return path;
  if (detour_ != nullptr && FindPath(initiator, target, detour_->paths, path)) return path;
  // Without a way around, it waits for the links that it would take.
  if (FindPath(initiator, target, routes_, path)) return path;
  throw diagnostics::UserError({}, fmt::format("no path leads from {} to {}",
                                               topology_.PathOf(topology_.accelerator(initiator)),
                                               topology_.PathOf(topology_.accelerator(target))));
}

void FabricLoad::FindDetour() {
  if (!detour_stale_) return;
  detour_stale_ = false;
  detour_ = changed_links_ == 0 ? nullptr : std::make_unique<Detour>(topology_, dead_);
  for (Path& path : paths_) path.target = -1;
}

void FabricLoad::Count(std::span<const Use> uses, double volume) {
  for (const Use& use : uses) carried_[Index(use.resource)] += use.weight * volume;
}

void FabricLoad::Start(const TransferRecord& transfer, const endpoints::TransferTable&,
                       TransferLoad& load) {
  LINKWRIGHT_CHECK(transfer.kind == TransferKind::kWrite && transfer.initiator != transfer.target)
      << "over a topology only writes from one accelerator to another flow";
  const Path& path = PathOf(transfer.initiator, transfer.target);
  load.uses.assign(path.uses.begin(), path.uses.end());
  load.latency = path.latency;
  load.volume = static_cast<double>(transfer.bytes);
  Count(load.uses, load.volume);
}

std::span<const Capacity> FabricLoad::SetLink(int link, bool up) {
  uint8_t& dead = dead_[Index(link)];
  if ((dead == 0) == up) return {};
  dead = up ? 0 : 1;
  changed_links_ += up == parameters_.routes->Alive(link) ? -1 : 1;
  detour_stale_ = true;
  const ResourceId first = 2 * link;
  const double rate = up ? capacities_[Index(first)] : 0;
  capacities_now_ = {Capacity{first, rate}, Capacity{first + 1, rate}};
  return capacities_now_;
}

std::string FabricLoad::LinkName(int link) const {
  const topology::Link& joined = topology_.link(link);
  const bool from_switch = topology_.node(joined.a.node).kind == topology::NodeKind::kSwitch;
  const topology::Attachment& at = from_switch ? joined.a : joined.b;
  return fmt::format("{}:{}", topology_.PathOf(at.node), at.port);
}

bool FabricLoad::Reroute(const TransferRecord& transfer, double left, TransferLoad& load) {
  const Path& path = PathOf(transfer.initiator, transfer.target);
  if (path.uses == load.uses) return false;
  Count(load.uses, -left);
  load.uses.assign(path.uses.begin(), path.uses.end());
  load.latency = path.latency;
  Count(load.uses, left);
  return true;
}

std::vector<int> FabricLoad::DeadLinks(std::span<const Use> uses) const {
  std::vector<int> dead;
  for (const Use& use : uses) {
    const int link = use.resource / 2;
    const bool known = std::find(dead.begin(), dead.end(), link) != dead.end();
    if (dead_[Index(link)] != 0 && !known) dead.push_back(link);
  }
  return dead;
}

void FabricLoad::Deliver(const TransferRecord& transfer, const endpoints::TransferTable&) {
  sent_[Index(transfer.initiator)] += transfer.bytes;
  received_[Index(transfer.target)] += transfer.bytes;
}

void FabricLoad::AppendMetrics(telemetry::RunReport& report, const std::string& path) const {
  const auto accelerators = [&](const char* name, const std::vector<uint64_t>& bytes,
                                const char* what) {
    uint64_t total = 0;
    for (const uint64_t value : bytes) total += value;
    const auto [least, most] = std::minmax_element(bytes.begin(), bytes.end());
    const std::string full = path + "." + name;
    report.Add(full + ".total", static_cast<int64_t>(total), "B",
               std::string(what) + ", sum over all accelerators");
    report.Add(full + ".min", static_cast<int64_t>(*least), "B",
               std::string(what) + ", the accelerator with the least");
    report.Add(full + ".max", static_cast<int64_t>(*most), "B",
               std::string(what) + ", the accelerator with the most");
  };
  accelerators("payload_bytes_sent", sent_, "bytes of delivered transfers sent");
  accelerators("payload_bytes_received", received_, "bytes of delivered transfers received");

  struct Sum {
    int64_t links = 0;
    double bytes = 0;
    double busiest = 0;
  };
  std::array<Sum, kClasses> sums{};
  for (size_t link = 0; link < class_.size(); ++link) {
    Sum& sum = sums[class_[link]];
    ++sum.links;
    for (const double bytes : {carried_[2 * link], carried_[2 * link + 1]}) {
      sum.bytes += bytes;
      sum.busiest = std::max(sum.busiest, bytes);
    }
  }
  for (size_t c = 0; c < sums.size(); ++c) {
    if (sums[c].links == 0) continue;
    const auto domain = static_cast<Domain>(c / kTiers);
    const std::string name =
        fmt::format("{}.links.{}{}", path, topology::Name(domain),
                    domain == Domain::kHost ? std::string() : fmt::format(".tier{}", c % kTiers));
    report.Add(name + ".count", sums[c].links, "links", "links of this domain and tier");
    report.Add(name + ".bytes", static_cast<int64_t>(std::llround(sums[c].bytes)), "B",
               "bytes of transfers over these links, both directions, a link counted for each "
               "transfer that crosses it");
    report.Add(name + ".busiest", static_cast<int64_t>(std::llround(sums[c].busiest)), "B",
               "bytes over the busiest of these links in its busier direction");
  }
}

}  // namespace linkwright::flow
