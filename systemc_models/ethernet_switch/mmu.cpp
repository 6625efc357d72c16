// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/mmu.h"

#include <algorithm>

namespace linkwright::ethernet_switch {

Mmu::Mmu(int ports)
    : group_(ports * kClasses), queue_(ports * kClasses), port_cells_(ports), level_(ports) {
  for (int port = 0; port < ports; ++port) level_ports_[0].Set(port);
  // At most one charge per input; one move per output and one bad end per input give back.
  charges_.reserve(ports);
  released_groups_.reserve(2 * ports);
  released_queues_.reserve(2 * ports);
}

BufferView Mmu::View() const {
  BufferView view;
  view.used = used_;
  view.shared = shared_;
  view.egress_shared = egress_shared_;
  for (const Group& group : group_) {
    view.group_cells += group.total();
    view.group_shared += group.shared;
  }
  for (const Queue& queue : queue_) {
    view.queue_cells += queue.total();
    view.queue_shared += queue.shared;
  }
  return view;
}

const std::array<PortSet, Mmu::kLevels>& Mmu::Levels(int shift) {
  if (shift != level_shift_) {
    level_shift_ = shift;
    for (std::size_t port = 0; port < level_.size(); ++port) UpdateLevel(static_cast<int>(port));
  }
  return level_ports_;
}

void Mmu::UpdateLevel(int port) {
  const auto level = static_cast<std::uint8_t>(
      std::min<std::uint32_t>(kLevels - 1, port_cells_[port] >> level_shift_));
  if (level == level_[port]) return;
  level_ports_[level_[port]].Clear(port);
  level_ports_[level].Set(port);
  level_[port] = level;
}

bool Mmu::RefusesInput(const Control& control, int input, int c) const {
  const Group& group = group_[Index(input, c)];
  if (group.reserved < control.pg_reserved[c] || Room(control, group, c)) return false;
  return !control.Lossless(c) || group.headroom >= control.port[input].headroom[c];
}

bool Mmu::RefusesOutput(const Control& control, int output, int c) const {
  if (control.Lossless(c)) return false;
  const Queue& queue = queue_[Index(output, c)];
  if (queue.reserved < control.queue_reserved[c]) return false;
  const std::uint64_t limit = routing::ThresholdLimit(static_cast<int>(control.queue_alpha[c]),
                                                      control.egress_shared_cells, egress_shared_);
  return queue.shared >= limit || egress_shared_ >= control.egress_shared_cells;
}

bool Mmu::MayResume(const Control& control, int port, int c) const {
  const Group& group = group_[Index(port, c)];
  if (group.headroom != 0) return false;
  const std::uint64_t limit = GroupLimit(control, c);
  const std::uint64_t offset = control.pg_xon_offset[c];
  const std::uint64_t below_limit = limit > offset ? limit - offset : 0;
  return group.shared <= std::max<std::uint64_t>(control.pg_xon[c], below_limit);
}

bool Mmu::Charge(const Control& control, Counters& counters, int input, int output, int c) {
  const int g = Index(input, c);
  const int q = Index(output, c);
  Group& group = group_[g];
  Queue& queue = queue_[q];
  Pool pool = Pool::kShared;
  if (group.reserved < control.pg_reserved[c]) {
    pool = Pool::kReserved;
  } else if (control.Lossless(c) && !Room(control, group, c)) {
    pool = Pool::kHeadroom;
  }
  ++queue.charged;
  charges_.push_back({static_cast<std::uint32_t>(g), static_cast<std::uint32_t>(q), pool,
                      queue.reserved < control.queue_reserved[c]});
  RaiseTo(counters.port[input].pg_watermark[c], group.total() + 1);
  RaiseTo(counters.port[output].queue_watermark[c], queue.total() + queue.charged);
  if (pool != Pool::kHeadroom) return false;
  RaiseTo(counters.port[input].pg_headroom_watermark[c], group.headroom + 1);
  return true;
}

void Mmu::Release(int input, int output, int c, std::uint32_t cells) {
  const int g = Index(input, c);
  const int q = Index(output, c);
  if (group_[g].released == 0) released_groups_.push_back(static_cast<std::uint32_t>(g));
  if (queue_[q].released == 0) released_queues_.push_back(static_cast<std::uint32_t>(q));
  group_[g].released += cells;
  queue_[q].released += cells;
}

// Releases first: where they take from is decided before this tick's charges are added, whose pools
// are decided already.
void Mmu::Commit(Counters& counters, std::vector<std::uint32_t>& occupancy) {
  for (const std::uint32_t g : released_groups_) {
    Group& group = group_[g];
    const std::uint32_t from_headroom = std::min(group.headroom, group.released);
    const std::uint32_t from_shared = std::min(group.shared, group.released - from_headroom);
    group.headroom -= from_headroom;
    group.shared -= from_shared;
    group.reserved -= group.released - from_headroom - from_shared;
    shared_ -= from_shared;
    used_ -= group.released;
    group.released = 0;
    occupancy[g] = group.total();
  }
  released_groups_.clear();
  for (const std::uint32_t q : released_queues_) {
    Queue& queue = queue_[q];
    const std::uint32_t from_shared = std::min(queue.shared, queue.released);
    queue.shared -= from_shared;
    queue.reserved -= queue.released - from_shared;
    egress_shared_ -= from_shared;
    port_cells_[q / kClasses] -= queue.released;
    UpdateLevel(static_cast<int>(q / kClasses));
    queue.released = 0;
  }
  released_queues_.clear();
  for (const ChargeEvent& charge : charges_) {
    Group& group = group_[charge.group];
    switch (charge.pool) {
      case Pool::kReserved:
        ++group.reserved;
        break;
      case Pool::kShared:
        ++group.shared;
        ++shared_;
        break;
      case Pool::kHeadroom:
        ++group.headroom;
        break;
    }
    occupancy[charge.group] = group.total();
    Queue& queue = queue_[charge.queue];
    ++(charge.queue_reserved ? queue.reserved : queue.shared);
    egress_shared_ += charge.queue_reserved ? 0 : 1;
    queue.charged = 0;
    ++port_cells_[charge.queue / kClasses];
    UpdateLevel(static_cast<int>(charge.queue / kClasses));
    ++used_;
  }
  charges_.clear();
  RaiseTo(counters.shared_watermark, shared_);
}

}  // namespace linkwright::ethernet_switch
