// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/scaleup_switch/reduction_engine.h"

#include "systemc_models/scaleup_switch/reduction_math.h"

namespace linkwright::scaleup_switch {

using spec::scaleup_switch::Header;
using spec::scaleup_switch::Interrupt;
using spec::scaleup_switch::Operation;
using spec::scaleup_switch::Status;

ReductionEngine::ReductionEngine(SwitchState& state)
    : state_(state), pipeline_(state.variant.reduce_latency + 1), operands_(state.variant.ports) {}

void ReductionEngine::Reset() {
  job_ = next_ = {};
  job_ends_ = false;
  next_port_ = outstanding_ = 0;
  pipeline_.assign(pipeline_.size(), Result{});
}

void ReductionEngine::Step() {
  next_ = job_;
  job_ends_ = job_.busy && job_.flit + 1 == job_.flits;
  const bool free = !job_.busy || job_ends_;
  if (job_.busy) {
    ComputeFlit();
    ++next_.flit;
  }
  if (free) next_ = outstanding_ < state_.variant.result_slots ? Choose() : Job{};
}

ReductionEngine::Job ReductionEngine::Choose() {
  ReductionTable& table = state_.reductions;
  if (table.empty()) return {};
  PortSet ready = table.CompleteHeads();
  const std::uint32_t timeout = state_.control.reduction_timeout;
  if (timeout != 0 && table.OldestStart() <= state_.now &&
      state_.now - table.OldestStart() >= timeout) {
    table.RefreshOldestStart();
    ForEach(table.Occupied(), [&](int port) {
      if (table.Ready(port, state_.now, timeout)) ready.Set(port);
    });
  }
  if (!ready.Any()) return {};
  const int port = FirstAtOrAfter<kMaxWords>(ready, next_port_);
  next_port_ = port + 1 == state_.variant.ports ? 0 : port + 1;
  const std::uint32_t index = table.Head(port);
  table.Choose(index);
  ++outstanding_;
  Job job;
  job.busy = true;
  job.timed_out = !table.Complete(index);
  job.entry = index;
  job.flits = static_cast<std::uint8_t>(job.timed_out ? 1 : (table[index].bytes + 63) / 64);
  return job;
}

void ReductionEngine::ComputeFlit() {
  const ReductionEntry& entry = state_.reductions[job_.entry];
  if (job_.flit == 0) {
    const int port = static_cast<int>(job_.entry) / state_.variant.reduction_entries;
    job_.packet = MakePacket(entry, port, job_.timed_out, job_.flits);
    next_.packet = job_.packet;
  }
  std::uint8_t written = 1;
  if (!job_.timed_out) {
    std::size_t members = 0;
    ForEach(entry.members, [&](int port) {
      operands_[members++] = &state_.flits[state_.reductions.Operand(job_.entry, port, job_.flit)];
    });
    const FlitIndex flit = state_.flits.Take();
    state_.flits[flit] = ReduceFlits(static_cast<spec::scaleup_switch::DataType>(entry.data_type),
                                     {operands_.data(), members});
    written = static_cast<std::uint8_t>(job_.flit + 2);
    state_.packets[job_.packet].flit[job_.flit + 1] = flit;
  }
  const std::size_t due = (state_.now + state_.variant.reduce_latency) % pipeline_.size();
  pipeline_[due] = {job_.packet, written, job_.flit == 0};
  if (!job_ends_) return;
  if (job_.timed_out) {
    ++state_.counters.reductions_timed_out;
    state_.counters.Raise(Interrupt::kReductionTimeout);
  } else {
    ++state_.counters.reductions_done;
  }
  if (entry.poison) state_.counters.Raise(Interrupt::kReductionPoisoned);
}

PacketIndex ReductionEngine::MakePacket(const ReductionEntry& entry, int port, bool timed_out,
                                        int flits) {
  Header header;
  header.op = timed_out ? Operation::kErrorResponse : Operation::kReduceResponse;
  header.vc = entry.vc | 1;
  header.src = header.dst = entry.src;
  header.tag = entry.tag;
  header.bytes = timed_out ? 0 : entry.bytes;
  header.address = entry.address;
  header.group = entry.group;
  header.dtype = static_cast<spec::scaleup_switch::DataType>(entry.data_type);
  header.poison = entry.poison;
  header.status = timed_out ? Status::kTimeout : Status::kOk;
  const PacketIndex index = state_.packets.Take();
  Packet& packet = state_.packets[index];
  packet.flit[0] = state_.flits.Take();
  state_.flits[packet.flit[0]] = spec::scaleup_switch::Pack(header);
  packet.total = static_cast<std::uint8_t>(timed_out ? 1 : 1 + flits);
  packet.written = 0;
  packet.vc = header.vc;
  packet.input = static_cast<std::uint8_t>(state_.variant.ports);
  packet.output = static_cast<std::uint8_t>(port);
  packet.kind = PacketKind::kUnicast;
  return index;
}

void ReductionEngine::Commit() {
  if (job_ends_) state_.reductions.Release(job_.entry, state_.flits);
  job_ = next_;
  Result& due = pipeline_[state_.now % pipeline_.size()];
  if (due.packet == kNoPacket) return;
  state_.packets[due.packet].written = due.written;
  if (due.first) state_.unicast.Push(state_.packets, due.packet);
  due.packet = kNoPacket;
}

}  // namespace linkwright::scaleup_switch
