// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/oracle/scaleup_waits.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace linkwright::oracle {

namespace sw = spec::scaleup_switch;
using sw::Operation;

namespace {

bool IsGroup(Operation op) {
  return op == Operation::kMulticastWrite || op == Operation::kReduceRead;
}

// Operation bit 5: data flits follow.
int DataFlits(const sw::Header& header) {
  return static_cast<unsigned>(header.op) & 0x20U
             ? (header.bytes + sw::kFlitBytes - 1) / sw::kFlitBytes
             : 0;
}

// A REDUCE_READ leaves as a MEMBER_READ with a tag of the switch's own.
bool SameGroupPacket(const sw::Header& came, sw::Header left) {
  if (came.op == Operation::kReduceRead && left.op == Operation::kMemberRead) {
    left.op = came.op;
    left.tag = came.tag;
  }
  return came == left;
}

}  // namespace

std::int64_t ScaleUpWaitBound(const sw::Variant& variant) {
  const bool groups = variant.reduction_entries > 0;
  const std::int64_t inputs = variant.ports + (groups ? 1 : 0);
  const std::int64_t kinds = variant.virtual_channels + (groups ? 1 : 0);
  const auto span = static_cast<std::int64_t>(std::bit_ceil(static_cast<unsigned>(variant.ports)));
  return 65 * span * inputs * kinds + sw::kPipelineTicks + variant.egress_pad;
}

ScaleUpWaits::ScaleUpWaits(const sw::Variant& variant, std::int64_t bound)
    : ports_(variant.ports),
      vcs_(variant.virtual_channels),
      bound_(bound),
      left_(variant.ports),
      queues_(static_cast<std::size_t>(ports_) * ports_ * (vcs_ + 1)),
      groups_(variant.ports),
      claims_(queues_.size()),
      outputs_(variant.ports) {
  for (int output = 0; output < ports_; ++output) {
    for (int input = 0; input < ports_; ++input) {
      for (int kind = 0; kind <= vcs_; ++kind) {
        Wait& record = ClaimOf(output, input, kind).record;
        record.input = input;
        record.output = output;
        record.channel = kind == vcs_ ? 0 : kind;
        record.group = kind == vcs_;
      }
    }
  }
}

void ScaleUpWaits::Watch(const interfaces::SwitchInputs& inputs,
                         const interfaces::SwitchOutputs& outputs) {
  routes_.Watch(inputs.bus);
  for (int port = 0; port < ports_; ++port) {
    const interfaces::PortBeat& in = inputs.port[port];
    if (in.flit.valid && left_[port] > 0) {
      --left_[port];
    } else if (in.flit.valid && in.flit.head) {
      const Header header = sw::Unpack(in.flit.data);
      left_[port] = DataFlits(header);
      Arrive(port, header);
    }
  }
  for (int port = 0; port < ports_; ++port) {
    const interfaces::FlitBeat& flit = outputs.port[port].flit;
    Output& output = outputs_[port];
    if (flit.valid && output.left > 0) {
      --output.left;
    } else if (flit.valid) {
      const Header header = sw::Unpack(flit.data);
      output.left = DataFlits(header);
      Leave(port, header);
    }
    const interfaces::CreditBeat& credit = inputs.port[port].credit;
    if (credit.valid && credit.vc < vcs_) output.limit[credit.vc] = credit.limit;
  }
  CountWaits();
  ++cycle_;
}

void ScaleUpWaits::Arrive(int input, const Header& header) {
  if (header.vc >= vcs_ || header.op == Operation::kMemberResponse) return;
  if (IsGroup(header.op)) {
    Packet packet{header, std::vector<bool>(ports_)};
    for (int port = 0; port < ports_; ++port) {
      packet.outputs[port] = routes_.IsMember(header.group, port);
    }
    groups_[input].push_back(std::move(packet));
    if (groups_[input].size() == 1) BeginGroup(input);
    return;
  }
  if (routes_.HasSeveralWays(header.dst)) {
    several_ways_.push_back(header);
    return;
  }
  const int output = routes_.OutputOf(header.dst);
  if (output < 0 || output >= ports_) return;
  std::deque<Header>& queue = queues_[Index(output, input, header.vc)];
  queue.push_back(header);
  if (queue.size() == 1) Begin(output, input, header.vc, header.vc);
}

void ScaleUpWaits::Leave(int port, const Header& header) {
  Output& output = outputs_[port];
  if (!HasCredit(output, header.vc)) {
    findings_.Add({cycle_, port, header.vc,
                   fmt::format("cycle {}: port {} sends a packet on channel {} without credit",
                               cycle_, port, header.vc)});
  }
  ++output.used[header.vc];
  ++output.served;
  if (LeaveUnicast(port, header) || LeaveGroup(port, header) || LeaveOneOfSeveralWays(header) ||
      header.op == Operation::kReduceResponse || header.op == Operation::kErrorResponse)
    return;
  findings_.Add({cycle_, port, header.vc,
                 fmt::format("cycle {}: port {} sends a packet on channel {} (source {}, tag {}) "
                             "that did not come, or before those in front of it",
                             cycle_, port, header.vc, header.src, header.tag)});
}

bool ScaleUpWaits::LeaveUnicast(int output, const Header& header) {
  for (int input = 0; input < ports_; ++input) {
    std::deque<Header>& queue = queues_[Index(output, input, header.vc)];
    if (queue.empty() || !(queue.front() == header)) continue;
    queue.pop_front();
    Served(output, input, header.vc);
    if (!queue.empty()) Begin(output, input, header.vc, header.vc);
    return true;
  }
  return false;
}

bool ScaleUpWaits::LeaveGroup(int output, const Header& header) {
  for (int input = 0; input < ports_; ++input) {
    std::deque<Packet>& queue = groups_[input];
    // The egress delay may let copies of the next packet out while the last of this are on the way.
    for (Packet& packet : queue) {
      if (!packet.outputs[output]) continue;
      if (!SameGroupPacket(packet.header, header)) break;
      packet.outputs[output] = false;
      Served(output, input, vcs_);
      while (!queue.empty() && std::find(queue.front().outputs.begin(), queue.front().outputs.end(),
                                         true) == queue.front().outputs.end()) {
        queue.pop_front();
        if (!queue.empty()) BeginGroup(input);
      }
      return true;
    }
  }
  return false;
}

bool ScaleUpWaits::LeaveOneOfSeveralWays(const Header& header) {
  const auto found = std::find(several_ways_.begin(), several_ways_.end(), header);
  if (found == several_ways_.end()) return false;
  several_ways_.erase(found);
  return true;
}

void ScaleUpWaits::Begin(int output, int input, int kind, int channel) {
  Claim& claim = ClaimOf(output, input, kind);
  claim.waited = 0;
  claim.since = cycle_;
  claim.passed = outputs_[output].served;
  claim.reported = false;
  claim.record.channel = channel;
}

void ScaleUpWaits::BeginGroup(int input) {
  const Packet& packet = groups_[input].front();
  for (int output = 0; output < ports_; ++output) {
    if (packet.outputs[output]) Begin(output, input, vcs_, packet.header.vc);
  }
}

void ScaleUpWaits::Judge(Claim& claim, std::int64_t served) {
  Wait& record = claim.record;
  if (claim.waited > record.longest) {
    record.longest = claim.waited;
    record.since = claim.since;
    record.passed_by = served - claim.passed;
  }
}

void ScaleUpWaits::Served(int output, int input, int kind) {
  Claim& claim = ClaimOf(output, input, kind);
  Judge(claim, outputs_[output].served - 1);  // itself left out
  claim.since = -1;
  ++claim.record.packets;
}

void ScaleUpWaits::CountWaits() {
  for (Claim& claim : claims_) {
    if (claim.since < 0) continue;
    Wait& record = claim.record;
    if (!HasCredit(outputs_[record.output], record.channel)) continue;
    if (++claim.waited <= bound_ || claim.reported) continue;
    claim.reported = true;
    Judge(claim, outputs_[record.output].served);
    findings_.Add(
        {cycle_, record.output, record.channel,
         fmt::format(
             "cycle {}: port {}: {} of input {} on channel {} starve: {} cycles with credit "
             "since cycle {}, while {} other packets passed",
             cycle_, record.output, record.group ? "group packets" : "unicast packets",
             record.input, record.channel, claim.waited, claim.since, record.passed_by)});
  }
}

std::vector<ScaleUpWaits::Wait> ScaleUpWaits::Waits() const {
  std::vector<Wait> waits;
  for (const Claim& claim : claims_) {
    Wait record = claim.record;
    if (claim.since >= 0 && claim.waited > record.longest) {
      record.longest = claim.waited;
      record.since = claim.since;
      record.passed_by = outputs_[record.output].served - claim.passed;
    }
    if (record.packets > 0 || claim.since >= 0) waits.push_back(record);
  }
  std::stable_sort(waits.begin(), waits.end(),
                   [](const Wait& a, const Wait& b) { return a.longest > b.longest; });
  return waits;
}

ScaleUpWaits::Wait ScaleUpWaits::Of(int input, int output, bool group, int channel) const {
  for (const Wait& wait : Waits()) {
    if (wait.input == input && wait.output == output && wait.group == group &&
        (group || wait.channel == channel))
      return wait;
  }
  return {};
}

std::string ScaleUpWaits::Report(std::size_t rows) const {
  std::string text;
  for (const Wait& wait : Waits()) {
    if (rows-- == 0) break;
    text += fmt::format(
        "input {} to output {}, {} on channel {}: {} packets, longest wait {} cycles "
        "with credit from cycle {}, {} others passed\n",
        wait.input, wait.output, wait.group ? "group" : "unicast", wait.channel, wait.packets,
        wait.longest, wait.since, wait.passed_by);
  }
  return text;
}

}  // namespace linkwright::oracle
