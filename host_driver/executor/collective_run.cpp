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

}  // namespace

struct CollectiveJob::State {
  State(simulation::Simulation& simulation, const CollectiveRequest& asked)
      : request(asked),
        program(*asked.program),
        geometry(MakeGeometry(program, request.size_bytes, request.type, request.cost)),
        input{request.pattern, request.type, request.seed, program.rank_count()} {
    Refuse(simulation.network(), request, geometry);
    memory.emplace(program, geometry, input, [this] { Poll(); });
    engine.emplace(simulation, *memory,
                   EngineOptions{.program = program,
                                 .geometry = geometry,
                                 .cost = request.cost,
                                 .type = request.type,
                                 .op = request.op,
                                 .group = GroupOfAll(simulation.network(), request),
                                 .progress = request.progress,
                                 .endpoints = request.endpoints});
  }

  void Poll() const {
    if (request.interrupted == nullptr || !request.interrupted->load(std::memory_order_relaxed))
      return;
    throw diagnostics::RunFailure("interrupted while the ranks' memory was filled or checked");
  }

  const CollectiveRequest request;
  const KernelProgram& program;
  const Geometry geometry;
  const InputPattern input;
  std::optional<RankMemory> memory;
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
  result.steps = engine.steps();
  result.iterations = state_->geometry.iterations;
  result.transfers = engine.transfers();
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const PortBytes& port = engine.ports()[rank];
    const units::Duration finish = engine.FinishOf(rank) - engine.launched();
    result.ranks.push_back({port.payload_sent, port.payload_received, port.wire_sent, finish});
    result.time = std::max(result.time, finish);
  }
  const double seconds = units::ToSeconds(result.time);
  if (seconds > 0) result.algbw_GBps = static_cast<double>(result.size_bytes) / seconds / 1e9;
  result.busbw_GBps =
      result.algbw_GBps * BusBandwidthFactor(program.collective, program.rank_count());
  if (request.check) {
    Verdict verdict = CheckResult(program, *state_->memory, state_->input, request.op,
                                  [state = state_.get()] { state->Poll(); });
    result.wrong = verdict.wrong;
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
  simulation::Simulation simulation(network,
                                    {.progress = nullptr, .interrupted = request.interrupted});
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
  report.Add("collective.wrong", whole(result.wrong), "elements",
             "elements of all ranks that differ from an independent reduction");
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
