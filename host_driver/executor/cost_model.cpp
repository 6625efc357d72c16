// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/cost_model.h"

namespace linkwright::executor {
namespace {

using units::BitRate;
using units::Bytes;
using units::Duration;

// Rates as published are bytes per nanosecond; here in hundredths of a GB/s.
PrimitiveCost Primitive(int64_t floor_ns, uint64_t hundredths_of_gigabytes) {
  return {Duration::Nanoseconds(floor_ns),
          BitRate::BitsPerSecond(hundredths_of_gigabytes * 80'000'000)};
}

}  // namespace

// NCCL moves Simple data in chunks of 4 steps of 512 KiB through a buffer of 8 steps, with a flag
// per 2 steps. Its stores stream, though, while a slice here leaves as a whole: eight slices a
// message stand for that, so that the pipeline fills as it does on a GPU. The smallest slice is
// NCCL's, 1/32 of 2 steps.
ProtocolCost CostModel::SimpleDefaults() {
  ProtocolCost cost;
  cost.message = Bytes(2 << 20);
  cost.slices_per_message = 8;
  cost.min_slice = Bytes(32 << 10);
  cost.fifo_slices = 16;
  cost.signal_latency = Duration::Nanoseconds(600);
  cost.credit_latency = Duration::Nanoseconds(600);
  cost.wait_latency = Duration::Nanoseconds(600);
  cost.send = Primitive(1'250, 4'870);
  cost.recv = Primitive(970, 4'690);
  cost.recv_copy_send = Primitive(1'040, 2'760);
  cost.recv_reduce_send = Primitive(1'760, 3'670);
  cost.recv_reduce_copy = Primitive(1'760, 3'670);  // not measured: taken as recv_reduce_send
  cost.recv_reduce_copy_send = Primitive(2'440, 2'303);
  return cost;
}

// One step of 32 KiB data per message and 8 steps. Flags travel in every 16-byte line, so a
// receiver follows the sender closely: four slices stand for that, and no signal is awaited.
ProtocolCost CostModel::LlDefaults() {
  ProtocolCost cost;
  cost.message = Bytes(32 << 10);
  cost.slices_per_message = 4;
  cost.min_slice = Bytes(1 << 10);
  cost.fifo_slices = 32;
  cost.signal_latency = Duration::Zero();
  cost.credit_latency = Duration::Nanoseconds(600);  // assumed: Simple's
  cost.wait_latency = Duration::Nanoseconds(70);
  cost.send = Primitive(629, 994);
  cost.recv = Primitive(92, 9'720);
  cost.recv_copy_send = Primitive(107, 7'230);
  cost.recv_reduce_send = Primitive(131, 2'800);
  cost.recv_reduce_copy = Primitive(131, 2'800);  // not measured: taken as recv_reduce_send
  cost.recv_reduce_copy_send = Primitive(131, 2'570);
  return cost;
}

// Not measured: floors make NCCL's hop latency of 1.9 us, rates are Simple's.
ProtocolCost CostModel::Ll128Defaults() {
  ProtocolCost cost = SimpleDefaults();
  cost.message = Bytes(576'000);
  cost.slices_per_message = 4;
  cost.min_slice = Bytes(1'920);
  cost.fifo_slices = 32;
  cost.signal_latency = Duration::Zero();
  cost.wait_latency = Duration::Nanoseconds(1'000);
  for (PrimitiveCost* primitive :
       {&cost.send, &cost.recv, &cost.recv_copy_send, &cost.recv_reduce_send,
        &cost.recv_reduce_copy, &cost.recv_reduce_copy_send}) {
    primitive->floor = Duration::Nanoseconds(500);
  }
  return cost;
}

const ProtocolCost& CostModel::Of(collectives::Protocol protocol) const {
  switch (protocol) {
    case collectives::Protocol::kLl:
      return ll;
    case collectives::Protocol::kLl128:
      return ll128;
    case collectives::Protocol::kSimple:
      break;
  }
  return simple;
}

const PrimitiveCost& CostModel::Of(collectives::Protocol protocol,
                                   collectives::Opcode opcode) const {
  using collectives::Opcode;
  const ProtocolCost& fifo = Of(protocol);
  switch (opcode) {
    case Opcode::kRecv:
      return fifo.recv;
    case Opcode::kRecvCopySend:
      return fifo.recv_copy_send;
    case Opcode::kRecvReduceSend:
      return fifo.recv_reduce_send;
    case Opcode::kRecvReduceCopy:
      return fifo.recv_reduce_copy;
    case Opcode::kRecvReduceCopySend:
      return fifo.recv_reduce_copy_send;
    case Opcode::kCopy:
      return copy;
    case Opcode::kReduce:
      return reduce;
    case Opcode::kMultimemReduce:
    case Opcode::kMultimemStore:
    case Opcode::kMultimemReduceStore:
      return multimem;
    default:
      return fifo.send;
  }
}

uint64_t MemoryTouches(collectives::Opcode opcode, int fused) {
  using collectives::Opcode;
  switch (opcode) {
    case Opcode::kRecvReduceCopy:
    case Opcode::kRecvReduceCopySend:
      return 3;
    case Opcode::kRecv:
    case Opcode::kRecvCopySend:
    case Opcode::kRecvReduceSend:
    case Opcode::kCopy:
    case Opcode::kMultimemReduceStore:
      return 2;
    case Opcode::kReduce:
      return static_cast<uint64_t>(fused) + 2;
    default:
      return 1;
  }
}

uint64_t WireBytes(collectives::Protocol protocol, uint64_t data) {
  switch (protocol) {
    case collectives::Protocol::kLl:
      return (data + 7) / 8 * 16;
    case collectives::Protocol::kLl128:
      return (data + 1919) / 1920 * 2048;
    case collectives::Protocol::kSimple:
      break;
  }
  return data;
}

}  // namespace linkwright::executor
