// SPDX-License-Identifier: Apache-2.0
// What must hold before a slice is worked on, and how long the work takes.
#include <algorithm>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "host_driver/executor/engine.h"

namespace linkwright::executor {

using collectives::Instruction;
using collectives::Opcode;
using units::Bytes;
using units::Duration;
using units::SimTime;

bool Engine::StartSlice(int index) {
  Runner& runner = runners_[index];
  const Instruction& step = runner.Current();
  const bool receives = collectives::Receives(step.opcode);
  const bool sends = collectives::Sends(step.opcode);
  if (receives && !DataIsThere(index, connections_[runner.recv])) return false;
  const Part part = PartOf(geometry_, step.count, runner.part, runner.iteration);
  if (sends) {
    runner.places = PlacesOf(protocol_, part.bytes, runner.offset);
    if (!PlaceIsFree(index, connections_[runner.send])) return false;
  }
  const bool local = !receives && !sends;
  const uint64_t slice = local ? part.bytes : SliceBytes(protocol_, part.bytes);
  Work(index, std::min(slice, part.bytes - runner.offset),
       runner.part == 0 && runner.offset == 0 ? cost_.step_overhead : Duration::Zero());
  return false;
}

bool Engine::StartMultimemSlice(int index) {
  Runner& runner = runners_[index];
  const Instruction& step = runner.Current();
  const Part part = PartOf(geometry_, step.count, runner.part, runner.iteration);
  const bool all_issued = runner.offset == part.bytes;
  if (all_issued ? runner.outstanding > 0 : runner.limited >= cost_.multimem_outstanding) {
    Block(index, WaitReason::kOutstanding);
    return false;
  }
  if (!all_issued) {
    const uint64_t slice =
        std::max(cost_.multimem_slice.count() / geometry_.element_bytes * geometry_.element_bytes,
                 geometry_.element_bytes);
    Work(index, std::min(slice, part.bytes - runner.offset),
         runner.offset == 0 ? cost_.step_overhead : Duration::Zero());
    return false;
  }
  runner.offset = 0;
  if (++runner.part == PartCount(geometry_, step.count)) CompleteStep(index);
  return true;
}

bool Engine::StartPutSlice(int index) {
  Runner& runner = runners_[index];
  if (runner.outstanding >= protocol_.fifo_slices) {
    Block(index, WaitReason::kOutstanding);
    return false;
  }
  return StartSlice(index);
}

bool Engine::DataIsThere(int index, Connection& connection) {
  if (connection.slots.empty() || !connection.slots.front().delivered) {
    connection.waiting_receiver = index;
    Block(index, WaitReason::kData);
    return false;
  }
  const SimTime ready = connection.slots.front().ready;
  if (ready <= simulation_.Now()) return true;
  SleepUntil(index, ready);
  return false;
}

bool Engine::PlaceIsFree(int index, Connection& connection) {
  while (!connection.credits.empty() && connection.credits.front().at <= simulation_.Now()) {
    connection.in_use -= connection.credits.front().places;
    connection.credits.pop_front();
  }
  if (connection.in_use + runners_[index].places <= protocol_.fifo_slices) return true;
  if (connection.credits.empty()) {
    connection.waiting_sender = index;
    Block(index, WaitReason::kPlace);
  } else {
    SleepUntil(index, connection.credits.front().at);
  }
  return false;
}

bool Engine::GiveSignal(int index) {
  Runner& runner = runners_[index];
  if (runner.outstanding > 0) {  // earlier puts have not landed
    Block(index, WaitReason::kOutstanding);
    return false;
  }
  Connection& connection = connections_[runner.send];
  const SimTime seen = simulation_.Now() + cost_.barrier_latency;
  connection.signals.push_back(seen);
  if (connection.waiting_receiver >= 0) {
    SleepUntil(std::exchange(connection.waiting_receiver, -1), seen);
  }
  CompleteStep(index);
  return true;
}

bool Engine::TakeSignal(int index) {
  Runner& runner = runners_[index];
  Connection& connection = connections_[runner.recv];
  if (connection.signals.empty()) {
    connection.waiting_receiver = index;
    Block(index, WaitReason::kSignal);
    return false;
  }
  if (connection.signals.front() > simulation_.Now()) {
    SleepUntil(index, connection.signals.front());
    return false;
  }
  connection.signals.pop_front();
  CompleteStep(index);
  return true;
}

bool Engine::PassBarrier(int index) {
  Runner& runner = runners_[index];
  if (std::exchange(runner.released, false)) {
    runner.at_barrier = false;
    CompleteStep(index);
    return true;
  }
  LINKWRIGHT_CHECK(!runner.at_barrier) << "a runner reached its barrier twice";
  Barrier& barrier = barriers_[runner.code->channel];
  runner.at_barrier = true;
  barrier.arrived.push_back(index);
  Block(index, WaitReason::kBarrier);
  if (static_cast<int>(barrier.arrived.size()) < barrier.participants) return false;
  for (const int member : std::exchange(barrier.arrived, {})) {
    runners_[member].released = true;
    SleepUntil(member, simulation_.Now() + cost_.barrier_latency);
  }
  return false;
}

void Engine::Work(int index, uint64_t bytes, Duration overhead) {
  Runner& runner = runners_[index];
  runner.slice = bytes;
  runner.working = true;
  ++working_[runner.rank];
  SleepUntil(index, simulation_.Now() + overhead + SliceTime(runner, bytes, FusedReduces(runner)));
}

Duration Engine::SliceTime(const Runner& runner, uint64_t bytes, int fused) const {
  const Opcode opcode = runner.Current().opcode;
  const PrimitiveCost& primitive = cost_.Of(program_.protocol, opcode);
  const uint64_t passes = static_cast<uint64_t>(fused) + 1;
  const Duration own = units::SerializationTime(Bytes(bytes * passes), primitive.rate);
  const auto active = static_cast<uint64_t>(working_[runner.rank]);
  const Duration shared = units::SerializationTime(
      Bytes(bytes * (MemoryTouches(opcode, fused + 1)) * active), cost_.memory_rate);
  return std::max({primitive.floor, own, shared});
}

int Engine::FusedReduces(const Runner& runner) const {
  if (runner.Current().opcode != Opcode::kReduce) return 0;
  const auto& steps = runner.code->steps;
  std::size_t next = static_cast<std::size_t>(runner.step) + 1;
  while (next < steps.size() && steps[next].fused_with_previous) ++next;
  return static_cast<int>(next) - runner.step - 1;
}

void Engine::FinishSlice(int index) {
  Runner& runner = runners_[index];
  const Instruction& step = runner.Current();
  runner.working = false;
  --working_[runner.rank];
  const Part part = PartOf(geometry_, step.count, runner.part, runner.iteration);
  if (collectives::IsMultimem(step.opcode)) {
    IssueMultimem(index);
    runner.offset += runner.slice;
    return;  // the step waits for its transfers
  }
  MoveSlice(index, part);
  runner.offset += runner.slice;
  if (runner.offset < part.bytes) return;
  runner.offset = 0;
  if (++runner.part == PartCount(geometry_, step.count)) CompleteStep(index);
}

}  // namespace linkwright::executor
