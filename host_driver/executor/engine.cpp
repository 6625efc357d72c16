// SPDX-License-Identifier: Apache-2.0
// Set-up, the callbacks, and what a thread block does between two of them.
#include "host_driver/executor/engine.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/deadlock_report.h"
#include "workloads/collectives/describe.h"

namespace linkwright::executor {

using collectives::Instruction;
using collectives::Opcode;
using units::Duration;
using units::SimTime;

namespace {

bool HasOpcode(const collectives::ThreadBlock& block, Opcode opcode) {
  const auto runs = block.steps.runs();
  return std::any_of(runs.begin(), runs.end(),
                     [opcode](const auto& run) { return run.first.opcode == opcode; });
}

}  // namespace

Engine::Engine(simulation::Simulation& simulation, RankMemory* memory, const EngineOptions& options)
    : simulation_(simulation),
      memory_(memory),
      endpoints_(options.endpoints),
      program_(options.program),
      turned_(options.turned),
      ranks_(options.turned ? 1 : options.program.rank_count()),
      geometry_(options.geometry),
      cost_(options.cost),
      protocol_(options.cost.Of(options.program.protocol)),
      type_(options.type),
      op_(options.op),
      group_(options.group),
      priority_(options.priority),
      working_(ranks_, 0),
      ports_(ranks_),
      landings_(memory == nullptr ? 0 : ranks_),
      sources_(memory == nullptr ? 0 : ranks_) {
  LINKWRIGHT_CHECK(protocol_.fifo_slices >= protocol_.slices_per_message)
      << "a FIFO of " << protocol_.fifo_slices << " slices for messages of "
      << protocol_.slices_per_message;
  LINKWRIGHT_CHECK(!turned_ || memory_ == nullptr) << "one rank's memory cannot stand for all";
  if (!std::is_sorted(endpoints_.begin(), endpoints_.end())) {
    rank_of_member_.resize(endpoints_.size());
    std::iota(rank_of_member_.begin(), rank_of_member_.end(), 0);
    std::sort(rank_of_member_.begin(), rank_of_member_.end(),
              [this](int a, int b) { return endpoints_[a] < endpoints_[b]; });
  }
  MakeRunners();
  if (!simulation_.shows_progress()) return;
  int64_t chunks = 0;
  const collectives::ProgramSummary summary = collectives::Summarize(program_);
  for (const collectives::RankTraffic& rank : summary.ranks) chunks += rank.chunks_received;
  if (turned_) chunks /= program_.rank_count();
  payload_total_ = static_cast<uint64_t>(chunks) * geometry_.chunk_bytes;
}

void Engine::MakeRunners() {
  code_.reserve(static_cast<std::size_t>(ranks_));
  std::size_t runners = 0;
  for (int rank = 0; rank < ranks_; ++rank) {
    code_.push_back(program_.Rank(rank));
    first_runner_.push_back(static_cast<int>(runners));
    runners += code_.back().thread_blocks.size();
  }
  runners_.resize(runners);
  int index = 0;
  for (int rank = 0; rank < ranks_; ++rank) {
    const auto& blocks = code_[rank].thread_blocks;
    for (int block = 0; block < static_cast<int>(blocks.size()); ++block) {
      Runner& runner = runners_[index++];
      runner.rank = rank;
      runner.thread_block = block;
      runner.code = &blocks[block];
      if (HasOpcode(*runner.code, Opcode::kBarrier)) ++barriers_[runner.code->channel].participants;
      if (!runner.code->steps.empty()) GoTo(runner, 0);
    }
  }
}

void Engine::Launch(SimTime at) {
  launched_ = at;
  for (int runner = 0; runner < static_cast<int>(runners_.size()); ++runner) {
    SleepUntil(runner, launched_ + cost_.launch_latency);
  }
}

void Engine::ExpectDone() const {
  const DeadlockReport report(*this);
  if (report.Needed()) throw diagnostics::RunFailure(report.Text());
}

SimTime Engine::FinishOf(int rank) const {
  SimTime finish = launched_;
  for (std::size_t i = 0; i < code_[rank].thread_blocks.size(); ++i) {
    finish = std::max(finish, runners_[first_runner_[rank] + i].finished);
  }
  return finish;
}

void Engine::OnTimer(uint64_t cookie) {
  const auto index = static_cast<int>(cookie);
  if (runners_[index].working) FinishSlice(index);
  Advance(index);
}

void Engine::OnDelivered(uint64_t cookie) {
  Flight& flight = flights_[cookie];
  const bool to_all = flight.kind == Flight::Kind::kMulticast;
  payload_delivered_ += to_all ? flight.payload * ports_.size() : flight.payload;
  const int runner = flight.runner;
  switch (flight.kind) {
    case Flight::Kind::kFifo: {
      Connection& connection = connections_[flight.connection];
      Slot& slot = connection.slots[flight.sequence - connection.first_sequence];
      slot.delivered = true;
      slot.ready = simulation_.Now() + protocol_.signal_latency + protocol_.wait_latency;
      ports_[EndpointOf(connection.destination)].payload_received += slot.payload;
      const bool first = flight.sequence == connection.first_sequence;
      if (first && connection.waiting_receiver >= 0) {
        const int receiver = std::exchange(connection.waiting_receiver, -1);
        SleepUntil(receiver, slot.ready);
      }
      return EndFlight(cookie);
    }
    case Flight::Kind::kPut:
      ports_[EndpointOf(flight.target)].payload_received += flight.payload;
      break;
    case Flight::Kind::kReduceRead:
      ports_[runners_[runner].rank].payload_received += flight.payload;
      --runners_[runner].limited;
      if (flight.stores_sum) {
        // Its store is posted: the thread block may load on while it is under way.
        StartStore(cookie);
        return Resume(runner);
      }
      break;
    case Flight::Kind::kMulticast:
      for (PortBytes& port : ports_) port.payload_received += flight.payload;
      if (!flight.stores_sum) --runners_[runner].limited;  // a store from memory
      break;
  }
  EndFlight(cookie);
  TransferDone(runner);
}

void Engine::TransferDone(int index) {
  --runners_[index].outstanding;
  Resume(index);
}

void Engine::Resume(int index) {
  const Runner& runner = runners_[index];
  if (runner.state == RunnerState::kBlocked && runner.wait == WaitReason::kOutstanding) {
    Advance(index);
  }
}

void Engine::Advance(int index) {
  Runner& runner = runners_[index];
  runner.wait = WaitReason::kNothing;
  while (runner.state != RunnerState::kDone) {
    if (runner.step == static_cast<int>(runner.code->steps.size())) {
      FinishIteration(index);
    } else if (!EnterStep(index) || !DoStep(index)) {
      return;
    }
  }
}

void Engine::FinishIteration(int index) {
  Runner& runner = runners_[index];
  if (++runner.iteration < geometry_.iterations) {
    if (!runner.code->steps.empty()) GoTo(runner, 0);
    return;
  }
  runner.state = RunnerState::kDone;
  runner.finished = simulation_.Now();
  runner.send = Exchange(runner.send, -1, -1, -1);
  runner.recv = Exchange(runner.recv, -1, -1, -1);
}

bool Engine::EnterStep(int index) {
  Runner& runner = runners_[index];
  if (runner.entered) return true;
  const Instruction& step = runner.Current();
  if (step.wait_for) {
    // Thread blocks of a rank stand next to each other in runners_.
    Runner& other = runners_[index - runner.thread_block + step.wait_for.thread_block];
    const int64_t needed =
        static_cast<int64_t>(runner.iteration * other.code->steps.size()) + step.wait_for.step + 1;
    if (other.published < needed) {
      other.waiters.push_back(index);
      Block(index, WaitReason::kDependence);
      return false;
    }
    const SimTime seen = other.published_at + cost_.dependence_latency;
    if (needed > other.published_before && seen > simulation_.Now()) {
      SleepUntil(index, seen);
      return false;
    }
  }
  runner.entered = true;
  return true;
}

bool Engine::DoStep(int index) {
  switch (runners_[index].Current().opcode) {
    case Opcode::kNop:
      CompleteStep(index);
      return true;
    case Opcode::kSignal:
      return GiveSignal(index);
    case Opcode::kWait:
      return TakeSignal(index);
    case Opcode::kBarrier:
      return PassBarrier(index);
    case Opcode::kPut:
      return StartPutSlice(index);
    case Opcode::kMultimemReduce:
    case Opcode::kMultimemStore:
    case Opcode::kMultimemReduceStore:
      return StartMultimemSlice(index);
    default:
      return StartSlice(index);
  }
}

void Engine::CompleteStep(int index) {
  Runner& runner = runners_[index];
  const int done = 1 + FusedReduces(runner);
  const bool publishes = done == 1 ? runner.current.has_dependents
                                   : runner.code->steps[runner.step + done - 1].has_dependents;
  GoTo(runner, runner.step + done);
  runner.part = 0;
  runner.offset = 0;
  runner.entered = false;
  steps_ += static_cast<uint64_t>(done);
  if (publishes) Publish(runner);
}

void Engine::Publish(Runner& runner) {
  runner.published_before = runner.published;
  runner.published = static_cast<int64_t>(runner.iteration * runner.code->steps.size()) +
                     static_cast<int64_t>(runner.step);
  runner.published_at = simulation_.Now();
  // Those it does not satisfy yet come back to the list when they look again.
  std::vector<int> waiters;
  waiters.swap(runner.waiters);
  for (const int waiter : waiters) SleepUntil(waiter, simulation_.Now() + cost_.dependence_latency);
}

void Engine::SleepUntil(int index, SimTime at) {
  runners_[index].state = RunnerState::kAsleep;
  simulation_.SetTimer(*this, at, static_cast<uint64_t>(index));
}

void Engine::Block(int index, WaitReason reason) {
  runners_[index].state = RunnerState::kBlocked;
  runners_[index].wait = reason;
}

uint64_t Engine::NewFlight() {
  ++transfers_;
  if (free_flights_.empty()) {
    flights_.emplace_back();
    return flights_.size() - 1;
  }
  const uint64_t index = free_flights_.back();
  free_flights_.pop_back();
  return index;
}

void Engine::EndFlight(uint64_t index) {
  Flight& flight = flights_[index];
  if (flight.staging != nullptr) pool_.Give(std::move(flight.staging), flight.staging_bytes);
  flight = Flight{};
  free_flights_.push_back(index);
}

}  // namespace linkwright::executor
