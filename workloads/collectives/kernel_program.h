// SPDX-License-Identifier: Apache-2.0
// What every collective algorithm, built in or read from a file, becomes: per rank, thread blocks
// of instructions on chunks of buffers.
//
// The user's buffer is cut into `chunks_per_loop` equal chunks; all offsets and counts are in
// chunks. For all-gather, reduce-scatter, all-to-all, gather and scatter the buffer that is cut is
// the larger one (the sum over ranks), so a rank's own part has chunks_per_loop / ranks chunks.
//
// A thread block executes its steps in order; for data larger than the protocol's chunk it runs
// through all its steps several times ("iterations"), each on another stripe of every chunk. The
// k-th send on a connection (source rank, destination rank, channel) meets its k-th receive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkwright::collectives {

enum class Collective : uint8_t {
  kAllReduce,
  kAllGather,
  kReduceScatter,
  kBroadcast,
  kReduce,
  kAllToAll,
  kGather,
  kScatter,
};

enum class Protocol : uint8_t { kSimple, kLl, kLl128 };

enum class BufferKind : uint8_t { kInput, kOutput, kScratch };

enum class Opcode : uint8_t {
  kNop,                  // carries a dependence
  kSend,                 // source -> peer
  kRecv,                 // peer -> destination
  kRecvCopySend,         // peer -> destination and on to the send peer
  kRecvReduceSend,       // peer (op) source -> send peer; nothing is written locally
  kRecvReduceCopy,       // peer (op) source -> destination
  kRecvReduceCopySend,   // peer (op) source -> destination and on to the send peer
  kCopy,                 // source -> destination, same rank
  kReduce,               // destination (op)= source, same rank
  kPut,                  // source -> the send peer's destination, no FIFO between
  kSignal,               // tells the send peer that every earlier put of this thread block landed
  kWait,                 // waits for one signal of the receive peer
  kBarrier,              // all thread blocks of this channel, on all ranks
  kMultimemReduce,       // sum over all ranks' source, made by the switches -> own destination
  kMultimemStore,        // own source -> every rank's destination, multiplied by the switches
  kMultimemReduceStore,  // the sum over all ranks' source -> every rank's destination
};

struct ChunkRef {
  BufferKind buffer = BufferKind::kInput;
  int32_t offset = 0;  // first chunk

  friend bool operator==(const ChunkRef&, const ChunkRef&) = default;
};

/// A step of another thread block of the same rank that must be complete (in the same iteration).
struct Dependence {
  int32_t thread_block = -1;
  int32_t step = -1;

  explicit operator bool() const { return thread_block >= 0; }
  friend bool operator==(const Dependence&, const Dependence&) = default;
};

struct Instruction {
  Opcode opcode = Opcode::kNop;
  ChunkRef source{};
  ChunkRef destination{};
  int32_t count = 0;  // chunks
  int32_t send_peer = -1;
  int32_t recv_peer = -1;
  Dependence wait_for{};
  bool has_dependents = false;  // completion is published to waiting thread blocks
  // A kReduce that is made in one pass with the kReduce before it (MSCCL fuses up to 16 of them).
  bool fused_with_previous = false;
};

struct ThreadBlock {
  int32_t channel = 0;
  std::vector<Instruction> steps;
};

struct RankProgram {
  int32_t input_chunks = 0;
  int32_t output_chunks = 0;
  int32_t scratch_chunks = 0;
  std::vector<ThreadBlock> thread_blocks;
};

struct KernelProgram {
  std::string name;
  Collective collective = Collective::kAllReduce;
  Protocol protocol = Protocol::kSimple;
  int32_t chunks_per_loop = 0;
  int32_t root = 0;  // broadcast, reduce, gather, scatter
  // In place: one buffer is input and output. All-gather: the input is the rank's own part of the
  // output; reduce-scatter: the output is the rank's own part of the input.
  bool in_place = false;
  // Sizes the author meant it for; 0 for max_bytes is no limit. Outside it the executor still runs.
  uint64_t min_bytes = 0;
  uint64_t max_bytes = 0;
  std::vector<RankProgram> ranks;

  int rank_count() const { return static_cast<int>(ranks.size()); }
};

bool Sends(Opcode opcode);     // puts data into a FIFO
bool Receives(Opcode opcode);  // takes data out of a FIFO
bool Reduces(Opcode opcode);
bool IsMultimem(Opcode opcode);
bool ReadsSource(Opcode opcode);
bool WritesDestination(Opcode opcode);
/// True for programs the switches must reduce or multiply data for.
bool UsesInNetworkCompute(const KernelProgram& program);
/// True for programs in which the switches add.
bool UsesInNetworkReduction(const KernelProgram& program);

/// Input and output of the collective reduce elements (so the redop matters).
bool IsReduction(Collective collective);

std::string_view ToString(Collective collective);  // "all_reduce", as nccl-tests say it
std::string_view ToString(Protocol protocol);      // "simple", "ll", "ll128"
std::string_view ToString(BufferKind kind);        // "input", ...
std::string_view ToString(Opcode opcode);          // "recv_reduce_send", ...
std::optional<Collective> ParseCollective(std::string_view name);

}  // namespace linkwright::collectives
