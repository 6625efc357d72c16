// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/deadlock_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/units/text.h"
#include "host_driver/executor/engine.h"

namespace linkwright::executor {
namespace {

constexpr int kMostLines = 20;

}  // namespace

bool DeadlockReport::Needed() const {
  const bool blocked =
      std::any_of(engine_.runners_.begin(), engine_.runners_.end(),
                  [](const Runner& runner) { return runner.state != RunnerState::kDone; });
  const bool left =
      std::any_of(engine_.connections_.begin(), engine_.connections_.end(),
                  [](const Connection& connection) { return !connection.slots.empty(); });
  return blocked || left;
}

std::string DeadlockReport::Text() const {
  const auto blocked =
      std::count_if(engine_.runners_.begin(), engine_.runners_.end(),
                    [](const Runner& runner) { return runner.state != RunnerState::kDone; });
  const std::string now = units::Format(engine_.simulation_.Now());
  if (blocked == 0) {
    return fmt::format("{} ended at {}, but not all that was sent was received",
                       engine_.program_.name, now) +
           Leftovers();
  }
  std::string text = fmt::format("deadlock in {} at {}: {} of {} thread blocks can never go on",
                                 engine_.program_.name, now, blocked, engine_.runners_.size());
  if (engine_.turned_) text += " of every rank, all like rank 0";
  int lines = 0;
  for (int index = 0; index < static_cast<int>(engine_.runners_.size()); ++index) {
    if (engine_.runners_[index].state == RunnerState::kDone) continue;
    if (++lines <= kMostLines) text += "\n  " + Line(index);
  }
  if (lines > kMostLines) text += fmt::format("\n  and {} more", lines - kMostLines);
  text += Leftovers();
  const std::vector<int> circle = Circle();
  if (!circle.empty()) {
    text += "\n  they wait in a circle: ";
    for (const int index : circle) text += NameOf(index) + " -> ";
    text += NameOf(circle.front());
  }
  return text;
}

std::string DeadlockReport::NameOf(int index) const {
  const Runner& runner = engine_.runners_[index];
  return fmt::format("rank {} thread block {}", runner.rank, runner.thread_block);
}

std::string DeadlockReport::Line(int index) const {
  const Runner& runner = engine_.runners_[index];
  const collectives::Instruction& step = runner.Current();
  std::string text = fmt::format("{}, step {} ({}): waits for {}", NameOf(index), runner.step,
                                 collectives::ToString(step.opcode), What(index));
  if (runner.iteration > 0) text += fmt::format(" (iteration {})", runner.iteration);
  return text;
}

std::string DeadlockReport::What(int index) const {
  const Runner& runner = engine_.runners_[index];
  const collectives::Instruction& step = runner.Current();
  const int other = WaitsFor(index);
  const int channel = runner.code->channel;
  switch (runner.wait) {
    case WaitReason::kData:
      return fmt::format("data from rank {} on channel {}, {}", step.recv_peer, channel,
                         other < 0 ? "which sends no more there" : "from " + NameOf(other));
    case WaitReason::kPlace:
      return fmt::format(
          "a free place in the FIFO to rank {} on channel {}, {}", step.send_peer, channel,
          other < 0 ? "which takes nothing more out there" : "emptied by " + NameOf(other));
    case WaitReason::kSignal:
      return fmt::format("a signal of rank {} on channel {}, {}", step.recv_peer, channel,
                         other < 0 ? "which gives no more" : "given by " + NameOf(other));
    case WaitReason::kDependence:
      return fmt::format("step {} of thread block {} of its rank", step.wait_for.step,
                         step.wait_for.thread_block);
    case WaitReason::kBarrier:
      return fmt::format("the barrier of channel {}, {}", channel,
                         other < 0 ? "whose others have ended" : "not reached by " + NameOf(other));
    case WaitReason::kOutstanding:
      return fmt::format("{} of its own transfers", runner.outstanding);
    case WaitReason::kNothing:
      break;
  }
  return "a timer that the network dropped";
}

int DeadlockReport::WaitsFor(int index) const {
  const Runner& runner = engine_.runners_[index];
  int other = -1;
  if (runner.wait == WaitReason::kDependence) {
    other = index - runner.thread_block + runner.Current().wait_for.thread_block;
  } else if (runner.wait == WaitReason::kData || runner.wait == WaitReason::kSignal) {
    other = OwnerOf(engine_.connections_[runner.recv], true);
  } else if (runner.wait == WaitReason::kPlace) {
    other = OwnerOf(engine_.connections_[runner.send], false);
  } else if (runner.wait == WaitReason::kBarrier) {
    for (int i = 0; i < static_cast<int>(engine_.runners_.size()) && other < 0; ++i) {
      const Runner& member = engine_.runners_[i];
      const bool takes_part =
          member.code->channel == runner.code->channel && !member.at_barrier &&
          std::any_of(
              member.code->steps.runs().begin(), member.code->steps.runs().end(),
              [](const auto& run) { return run.first.opcode == collectives::Opcode::kBarrier; });
      if (takes_part && member.state != RunnerState::kDone) other = i;
    }
  }
  if (other < 0 || engine_.runners_[other].state == RunnerState::kDone) return -1;
  return other;
}

int DeadlockReport::OwnerOf(const Connection& connection, bool sender) const {
  const int ranks = engine_.program_.rank_count();
  int rank = sender ? connection.source : connection.destination;
  int peer = sender ? connection.destination : connection.source;
  if (engine_.turned_ && !sender) {  // rank 0 receives from the rank that far before it
    peer = (ranks - rank) % ranks;
    rank = 0;
  }
  const auto& blocks = engine_.code_[rank].thread_blocks;
  const auto uses = [&](const collectives::Instruction& step) {
    using collectives::Opcode;
    const bool matches = sender
                             ? collectives::Sends(step.opcode) || step.opcode == Opcode::kSignal
                             : collectives::Receives(step.opcode) || step.opcode == Opcode::kWait;
    return matches && (sender ? step.send_peer : step.recv_peer) == peer;
  };
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    if (blocks[block].channel != connection.channel) continue;
    const collectives::StepList& steps = blocks[block].steps;
    for (std::size_t run = 0; run < steps.runs().size(); ++run) {
      const int32_t distinct = steps.runs()[run].walks < 0 ? 1 : steps.runs()[run].count;
      for (int32_t i = 0; i < distinct; ++i) {
        if (uses(steps.Make(run, i))) return engine_.first_runner_[rank] + static_cast<int>(block);
      }
    }
  }
  return -1;
}

std::string DeadlockReport::Leftovers() const {
  std::string text;
  int lines = 0;
  for (const Connection& connection : engine_.connections_) {
    if (connection.slots.empty() || ++lines > kMostLines) continue;
    text += fmt::format(
        "\n  rank {} sent {} slice{} to rank {} on channel {} that {}", connection.source,
        connection.slots.size(), connection.slots.size() == 1 ? "" : "s", connection.destination,
        connection.channel,
        OwnerOf(connection, false) < 0 ? "no thread block there receives" : "nobody took out");
  }
  return text;
}

std::vector<int> DeadlockReport::Circle() const {
  // Everybody waits for at most one other, so a walk from anywhere ends or closes a circle.
  std::vector<int> visited(engine_.runners_.size(), -1);
  for (int start = 0; start < static_cast<int>(engine_.runners_.size()); ++start) {
    if (engine_.runners_[start].state == RunnerState::kDone) continue;
    int at = start;
    while (at >= 0 && visited[at] < 0) {
      visited[at] = start;
      at = WaitsFor(at);
    }
    if (at < 0 || visited[at] != start) continue;
    std::vector<int> circle;
    for (int member = at; circle.empty() || member != at; member = WaitsFor(member)) {
      circle.push_back(member);
    }
    return circle;
  }
  return {};
}

}  // namespace linkwright::executor
