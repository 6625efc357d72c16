// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/collective_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "host_driver/executor/engine.h"
#include "host_driver/executor/geometry.h"
#include "host_driver/executor/rank_memory.h"
#include "host_driver/executor/rotation.h"
#include "host_driver/executor/verification.h"

namespace linkwright::executor {

using collectives::Collective;
using collectives::KernelProgram;
using diagnostics::UserError;

namespace {

void Refuse(const interfaces::Network& network, const CollectiveRequest& request,
            const Geometry& geometry) {
  const KernelProgram& program = *request.program;
  if (program.rank_count() > network.endpoints()) {
    throw UserError({}, fmt::format("{} needs {} ranks, but the network has {} accelerators",
                                    program.name, program.rank_count(), network.endpoints()));
  }
  if (geometry.chunk_elements == 0) {
    throw UserError(
        {},
        fmt::format("{} cuts the buffer into {} chunks, so {} needs at least {} bytes, found {}",
                    program.name, program.chunks_per_loop, numerics::ToString(request.type),
                    SmallestSize(program, request.type), request.size_bytes));
  }
  if (request.data) {
    const uint64_t needed = MemoryNeeded(program, geometry);
    const uint64_t available = MemoryAvailable();
    if (needed > available) {
      throw UserError({},
                      fmt::format("the buffers of {} ranks need {:.1f} GB of memory, but {:.1f} GB "
                                  "are available; --check off (collective.check: off) runs without "
                                  "data, in the same simulated time",
                                  program.rank_count(), static_cast<double>(needed) / 1e9,
                                  static_cast<double>(available) / 1e9));
    }
  }
  if (!collectives::UsesInNetworkReduction(program)) return;
  if (request.op != numerics::ReduceOp::kSum) {
    throw UserError({}, fmt::format("{} reduces in the switches, which can only sum; found {}",
                                    program.name, numerics::ToString(request.op)));
  }
  if (request.type == numerics::DataType::kInt32) {
    throw UserError({}, fmt::format("{} reduces in the switches, which add fp32, bf16 and fp16; "
                                    "found {}",
                                    program.name, numerics::ToString(request.type)));
  }
}

interfaces::GroupId GroupOfAll(interfaces::Network& network, const CollectiveRequest& request) {
  if (request.group >= 0 || !collectives::UsesInNetworkCompute(*request.program)) {
    return request.group;
  }
  std::vector<interfaces::EndpointId> members = request.endpoints;
  if (members.empty()) {
    members.resize(static_cast<std::size_t>(request.program->rank_count()));
    std::iota(members.begin(), members.end(), 0);
  }
  std::sort(members.begin(), members.end());
  return network.DefineGroup(std::move(members));
}

// nccl-tests count all-gather, gather and all-to-all per rank, by what one rank puts in or gets.
uint64_t CountOf(const KernelProgram& program, const Geometry& geometry) {
  const uint64_t elements = geometry.size_bytes / geometry.element_bytes;
  switch (program.collective) {
    case Collective::kAllReduce:
    case Collective::kBroadcast:
    case Collective::kReduce:
      return elements;
    default:
      return elements / program.rank_count();
  }
}

// Rank r is accelerator r.
bool InOrder(const std::vector<interfaces::EndpointId>& endpoints) {
  for (std::size_t rank = 0; rank < endpoints.size(); ++rank) {
    if (endpoints[rank] != static_cast<interfaces::EndpointId>(rank)) return false;
  }
  return true;
}

}  // namespace

struct CollectiveJob::State {
  State(simulation::Simulation& simulation, const CollectiveRequest& asked)
      : loop(simulation),
        request(asked),
        program(*asked.program),
        geometry(MakeGeometry(program, request.size_bytes, request.type, request.cost)),
        input{request.pattern, request.type, request.seed, program.rank_count()} {
    Refuse(simulation.network(), request, geometry);
    if (request.data) memory.emplace(program, geometry, input, [this] { Poll(); });
    turned = !request.data && request.alike != nullptr && InOrder(request.endpoints) &&
             Rotates(program, request.cost);
    engine.emplace(simulation, memory ? &*memory : nullptr,
                   EngineOptions{.program = program,
                                 .geometry = geometry,
                                 .cost = request.cost,
                                 .type = request.type,
                                 .op = request.op,
                                 .group = GroupOfAll(simulation.network(), request),
                                 .endpoints = request.endpoints,
                                 .priority = request.priority,
                                 .turned = turned});
    loop.Attach(*engine);
  }
  ~State() { loop.Detach(*engine); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void Poll() const {
    if (request.interrupted == nullptr || !request.interrupted->load(std::memory_order_relaxed))
      return;
    throw diagnostics::RunFailure("interrupted while the ranks' memory was filled or checked");
  }

  simulation::Simulation& loop;
  const CollectiveRequest request;
  const KernelProgram& program;
  const Geometry geometry;
  const InputPattern input;
  std::optional<RankMemory> memory;
  bool turned = false;  // one rank stands for all
  std::optional<Engine> engine;
};

CollectiveJob::CollectiveJob(simulation::Simulation& simulation, const CollectiveRequest& request) {
  LINKWRIGHT_CHECK(request.program != nullptr) << "a request without a program";
  state_ = std::make_unique<State>(simulation, request);
}

CollectiveJob::CollectiveJob(CollectiveJob&&) noexcept = default;
CollectiveJob::~CollectiveJob() = default;

void CollectiveJob::Launch(units::SimTime at) { state_->engine->Launch(at); }

CollectiveResult CollectiveJob::Finish() {
  const CollectiveRequest& request = state_->request;
  const KernelProgram& program = state_->program;
  const Engine& engine = *state_->engine;
  engine.ExpectDone();
  CollectiveResult result;
  result.size_bytes = state_->geometry.size_bytes;
  result.count = CountOf(program, state_->geometry);
  const bool turned = state_->turned;
  result.ranks_simulated = turned ? 1 : program.rank_count();
  const auto times = static_cast<uint64_t>(program.rank_count() / result.ranks_simulated);
  result.steps = engine.steps() * times;
  result.iterations = state_->geometry.iterations;
  result.transfers = engine.transfers() * times;
  if (turned) request.alike->CountForAll(program.rank_count());
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const int simulated = turned ? 0 : rank;
    const PortBytes& port = engine.ports()[simulated];
    const units::Duration finish = engine.FinishOf(simulated) - engine.launched();
    result.ranks.push_back({port.payload_sent, port.payload_received, port.wire_sent, finish});
    result.time = std::max(result.time, finish);
  }
  const double seconds = units::ToSeconds(result.time);
  if (seconds > 0) result.algbw_GBps = static_cast<double>(result.size_bytes) / seconds / 1e9;
  result.busbw_GBps =
      result.algbw_GBps * BusBandwidthFactor(program.collective, program.rank_count());
  result.checked = request.data;
  if (result.checked) {
    Verdict verdict = CheckResult(program, *state_->memory, state_->input, request.op,
                                  [state = state_.get()] { state->Poll(); });
    result.wrong = verdict.wrong;
    result.differing = verdict.differing;
    result.first_wrong = std::move(verdict.first_wrong);
  }
  return result;
}

CollectiveResult RunCollective(simulation::Simulation& simulation,
                               const CollectiveRequest& request) {
  CollectiveJob job(simulation, request);
  job.Launch(simulation.Now());
  simulation.Run();
  return job.Finish();
}

CollectiveResult RunCollective(interfaces::Network& network, const CollectiveRequest& request) {
  simulation::Simulation simulation(network, {.interrupted = request.interrupted});
  return RunCollective(simulation, request);
}

double BusBandwidthFactor(Collective collective, int ranks) {
  const double n = ranks;
  switch (collective) {
    case Collective::kAllReduce:
      return 2 * (n - 1) / n;
    case Collective::kBroadcast:
    case Collective::kReduce:
      return 1;
    default:
      return (n - 1) / n;
  }
}

uint64_t SmallestSize(const KernelProgram& program, numerics::DataType type) {
  return static_cast<uint64_t>(program.chunks_per_loop) * numerics::SizeOf(type);
}

void AppendMetrics(const CollectiveResult& result, telemetry::RunReport& report) {
  const auto whole = [](uint64_t value) { return static_cast<int64_t>(value); };
  uint64_t sent = 0;
  uint64_t received = 0;
  uint64_t wire = 0;
  for (const RankResult& rank : result.ranks) {
    sent = std::max(sent, rank.payload_sent);
    received = std::max(received, rank.payload_received);
    wire = std::max(wire, rank.wire_sent);
  }
  report.Add("collective.size", whole(result.size_bytes), "B",
             "buffer size in nccl-tests' convention, rounded down to whole elements per chunk");
  report.Add("collective.count", whole(result.count), "elements",
             "elements in nccl-tests' convention");
  report.Add("collective.time", result.time.picoseconds(), "ps",
             "from launch to the end of the last rank's last thread block");
  report.Add("collective.algbw", result.algbw_GBps, "GB/s", "size divided by time, GB = 1e9 B");
  report.Add("collective.busbw", result.busbw_GBps, "GB/s",
             "algbw times nccl-tests' factor of the collective");
  if (result.checked) {
    report.Add("collective.wrong", whole(result.wrong), "elements",
               "elements of all ranks that differ from an independent reduction");
    if (result.differing > 0) {
      report.Add("collective.differing", whole(result.differing), "elements",
                 "elements of an all-reduce whose bits are not those that rank 0 ends with");
      report.LeaveOut("equal results: ranks of this all-reduce round differently");
    }
  } else {
    report.Add("collective.ranks_simulated", int64_t{result.ranks_simulated}, "ranks",
               "1 when all ranks do the same at the same time, so that one stands for all");
    report.LeaveOut("data: transfers had sizes only, nothing was moved and nothing checked");
  }
  report.Add("collective.steps", whole(result.steps), "steps",
             "instructions executed by all thread blocks, every iteration counted");
  report.Add("collective.transfers", whole(result.transfers), "transfers",
             "transfers handed to the network");
  report.Add("collective.sent_per_rank", whole(sent), "B",
             "user data out of the busiest rank's port, without flags");
  report.Add("collective.received_per_rank", whole(received), "B",
             "user data into the busiest rank's port, without flags");
  report.Add("collective.wire_sent_per_rank", whole(wire), "B",
             "bytes out of the busiest rank's port, with the protocol's flags");
}

}  // namespace linkwright::executor
