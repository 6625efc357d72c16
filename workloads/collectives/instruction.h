// SPDX-License-Identifier: Apache-2.0
// One step of a thread block: what it does to which chunks, and with whom.
#pragma once

#include <cstdint>
#include <string_view>

namespace linkwright::collectives {

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

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

bool Sends(Opcode opcode);     // puts data into a FIFO
bool Receives(Opcode opcode);  // takes data out of a FIFO
bool Reduces(Opcode opcode);
bool IsMultimem(Opcode opcode);
bool ReadsSource(Opcode opcode);
bool WritesDestination(Opcode opcode);

std::string_view ToString(BufferKind kind);  // "input", ...
std::string_view ToString(Opcode opcode);    // "recv_reduce_send", ...

}  // namespace linkwright::collectives
