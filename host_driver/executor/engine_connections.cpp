// SPDX-License-Identifier: Apache-2.0
// Where a thread block stands in its steps, and the connections of the step.
#include "foundation/diagnostics/check.h"
#include "host_driver/executor/engine.h"

namespace linkwright::executor {

using collectives::Opcode;

namespace {

constexpr int kChannelBits = 16;

}  // namespace

void Engine::GoTo(Runner& runner, int step) {
  const collectives::StepList& steps = runner.code->steps;
  if (step == runner.step + 1 &&
      runner.repetition + 1 < steps.runs()[static_cast<std::size_t>(runner.run)].count) {
    ++runner.repetition;
  } else if (step < static_cast<int>(steps.size())) {
    const std::size_t run = steps.RunOf(static_cast<std::size_t>(step));
    runner.run = static_cast<int32_t>(run);
    runner.repetition = step - steps.runs()[run].begin;
  }
  runner.step = step;
  if (step == static_cast<int>(steps.size()))
    return;  // keeps its connections for an iteration more
  runner.current = steps.Make(static_cast<std::size_t>(runner.run), runner.repetition);
  const collectives::Instruction& at = runner.current;
  const int channel = runner.code->channel;
  const bool to = collectives::Sends(at.opcode) || at.opcode == Opcode::kSignal;
  const bool from = collectives::Receives(at.opcode) || at.opcode == Opcode::kWait;
  if (to) runner.send = Exchange(runner.send, runner.rank, at.send_peer, channel);
  if (!from) return;
  if (turned_) {  // what rank p sends to rank 0, rank 0 sends to rank -p
    const int turned = (program_.rank_count() - at.recv_peer) % program_.rank_count();
    runner.recv = Exchange(runner.recv, runner.rank, turned, channel);
  } else {
    runner.recv = Exchange(runner.recv, at.recv_peer, runner.rank, channel);
  }
}

// A thread block stays at a connection until it goes to another: most return to the one they had.
int Engine::Exchange(int held, int source, int destination, int channel) {
  if (held >= 0) {
    const Connection& has = connections_[held];
    if (has.source == source && has.destination == destination && has.channel == channel) {
      return held;
    }
    LeaveConnection(held);
  }
  return source < 0 ? -1 : TakeConnection(source, destination, channel);
}

int Engine::TakeConnection(int source, int destination, int channel) {
  const auto [entry, added] =
      connection_index_.try_emplace(KeyOf(source, destination, channel), -1);
  if (added) {
    while (!left_connections_.empty()) {
      const int oldest = left_connections_.front();
      Connection& spare = connections_[oldest];
      if (spare.Unused() && spare.SpareFrom() > simulation_.Now()) break;
      left_connections_.pop_front();
      if (!spare.Unused()) continue;  // taken again; it is listed anew when it is left
      connection_index_.erase(KeyOf(spare.source, spare.destination, spare.channel));
      spare = Connection{};
      entry->second = oldest;
      break;
    }
    if (entry->second < 0) {
      entry->second = static_cast<int>(connections_.size());
      connections_.emplace_back();
    }
    Connection& connection = connections_[entry->second];
    connection.source = source;
    connection.destination = destination;
    connection.channel = channel;
  }
  ++connections_[entry->second].users;
  return entry->second;
}

void Engine::LeaveConnection(int index) {
  Connection& connection = connections_[index];
  --connection.users;
  if (connection.Unused()) left_connections_.push_back(index);
}

uint64_t Engine::KeyOf(int source, int destination, int channel) const {
  LINKWRIGHT_CHECK(channel >= 0 && channel < 1 << kChannelBits) << "channel " << channel;
  const auto ranks = static_cast<uint64_t>(program_.rank_count());
  return (static_cast<uint64_t>(source) * ranks + static_cast<uint64_t>(destination))
             << kChannelBits |
         static_cast<uint64_t>(channel);
}

}  // namespace linkwright::executor
