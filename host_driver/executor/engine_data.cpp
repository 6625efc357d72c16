// SPDX-License-Identifier: Apache-2.0
// The data: what a slice's work does to memory, and the transfers it starts. Without memory
// transfers carry their sizes only.
#include <cstring>
#include <span>
#include <utility>

#include "foundation/diagnostics/check.h"
#include "foundation/numerics/reduce.h"
#include "host_driver/executor/engine.h"

namespace linkwright::executor {

using collectives::ChunkRef;
using collectives::Instruction;
using collectives::Opcode;
using interfaces::TransferKind;
using interfaces::TransferRequest;

namespace {

template <class Pointer>
void InMemberOrder(const std::vector<int>& rank_of_member, std::span<const Pointer>& by_rank,
                   std::vector<Pointer>& by_member) {
  if (by_rank.empty()) return;
  by_member.clear();
  for (const int rank : rank_of_member) by_member.push_back(by_rank[static_cast<size_t>(rank)]);
  by_rank = by_member;
}

ChunkRef Shifted(ChunkRef ref, int chunks) {
  ref.offset += chunks;
  return ref;
}

}  // namespace

std::byte* Engine::Source(const Runner& runner, const Part& part) {
  return memory_->At(runner.rank, Shifted(runner.Current().source, part.first_chunk),
                     part.offset + runner.offset);
}

std::byte* Engine::Destination(const Runner& runner, const Part& part) {
  return memory_->At(runner.rank, Shifted(runner.Current().destination, part.first_chunk),
                     part.offset + runner.offset);
}

void Engine::MoveSlice(int index, const Part& part) {
  Runner& runner = runners_[index];
  const Opcode opcode = runner.Current().opcode;
  const uint64_t bytes = runner.slice;
  const bool data = memory_ != nullptr;
  if (opcode == Opcode::kReduce) return ReduceLocal(index, part);
  if (opcode == Opcode::kPut) return IssuePut(index);
  if (opcode == Opcode::kSend) return SendSlice(index, data ? Source(runner, part) : nullptr);
  if (opcode == Opcode::kCopy) {
    if (data) std::memmove(Destination(runner, part), Source(runner, part), bytes);
    return;
  }
  Connection& connection = connections_[runner.recv];
  Slot& slot = connection.slots.front();
  LINKWRIGHT_CHECK(slot.payload == bytes)
      << "a slice of " << slot.payload << " bytes was taken as " << bytes;
  std::byte* arrived = slot.landing.get();
  const bool writes = collectives::WritesDestination(opcode);
  if (data && collectives::Reduces(opcode)) {
    // The arrived slice is ours until it is taken out: the sum is made there.
    numerics::Reduce(type_, op_, {arrived, bytes}, {Source(runner, part), bytes});
  }
  if (data && writes) std::memcpy(Destination(runner, part), arrived, bytes);
  if (collectives::Sends(opcode)) SendSlice(index, arrived);
  TakeOutSlice(index);
}

void Engine::ReduceLocal(int index, const Part& part) {
  if (memory_ == nullptr) return;
  Runner& runner = runners_[index];
  std::byte* sum = Destination(runner, part);
  const int last = runner.step + FusedReduces(runner);
  for (int step = runner.step; step <= last; ++step) {
    const ChunkRef source = Shifted(runner.code->steps[step].source, part.first_chunk);
    numerics::Reduce(type_, op_, {sum, runner.slice},
                     {memory_->At(runner.rank, source, part.offset + runner.offset), runner.slice});
  }
}

void Engine::Stage(Flight& flight, uint64_t bytes) {
  flight.staging = pool_.Take(bytes);
  flight.staging_bytes = bytes;
}

void Engine::SendSlice(int index, const std::byte* payload) {
  Runner& runner = runners_[index];
  const int number = runner.send;
  Connection& connection = connections_[number];
  const uint64_t wire = WireBytes(program_.protocol, runner.slice);
  Slot slot;
  slot.payload = runner.slice;
  slot.wire = wire;
  slot.places = runner.places;
  const uint64_t cookie = NewFlight();
  Flight& flight = flights_[cookie];
  flight.kind = Flight::Kind::kFifo;
  flight.runner = index;
  flight.connection = number;
  flight.sequence = connection.first_sequence + connection.slots.size();
  flight.payload = runner.slice;
  if (payload != nullptr) {
    // Data first, then room for the flags: their bits do not matter to anybody.
    slot.landing = pool_.Take(wire);
    Stage(flight, wire);
    std::memcpy(flight.staging.get(), payload, runner.slice);
  }
  TransferRequest request;
  request.kind = TransferKind::kWrite;
  request.initiator = connection.source;
  request.target = EndpointOf(connection.destination);
  request.type = type_;
  request.bytes = wire;
  request.cookie = cookie;
  request.source = flight.staging.get();
  request.landing = slot.landing.get();
  connection.in_use += slot.places;
  connection.slots.push_back(std::move(slot));
  ports_[runner.rank].payload_sent += runner.slice;
  ports_[runner.rank].wire_sent += wire;
  Start(request);
}

void Engine::TakeOutSlice(int index) {
  Runner& runner = runners_[index];
  Connection& connection = connections_[runner.recv];
  Slot slot = std::move(connection.slots.front());
  connection.slots.pop_front();
  ++connection.first_sequence;
  if (slot.landing != nullptr) pool_.Give(std::move(slot.landing), slot.wire);
  const units::SimTime back = simulation_.Now() + protocol_.credit_latency;
  connection.credits.push_back({back, slot.places});
  if (connection.waiting_sender >= 0) {
    SleepUntil(std::exchange(connection.waiting_sender, -1), back);
  }
}

void Engine::IssuePut(int index) {
  Runner& runner = runners_[index];
  const Instruction& step = runner.Current();
  const Part part = PartOf(geometry_, step.count, runner.part, runner.iteration);
  const uint64_t cookie = NewFlight();
  Flight& flight = flights_[cookie];
  flight.kind = Flight::Kind::kPut;
  flight.runner = index;
  flight.target = step.send_peer;
  flight.payload = runner.slice;
  TransferRequest request;
  if (memory_ != nullptr) {
    Stage(flight, runner.slice);
    std::memcpy(flight.staging.get(), Source(runner, part), runner.slice);
    request.source = flight.staging.get();
    request.landing = memory_->At(step.send_peer, Shifted(step.destination, part.first_chunk),
                                  part.offset + runner.offset);
  }
  request.kind = TransferKind::kWrite;
  request.initiator = runner.rank;
  request.target = EndpointOf(step.send_peer);
  request.type = type_;
  request.bytes = runner.slice;
  request.cookie = cookie;
  ++runner.outstanding;
  ports_[runner.rank].payload_sent += runner.slice;
  ports_[runner.rank].wire_sent += runner.slice;
  Start(request);
}

void Engine::IssueMultimem(int index) {
  Runner& runner = runners_[index];
  const Instruction& step = runner.Current();
  const Part part = PartOf(geometry_, step.count, runner.part, runner.iteration);
  const uint64_t cookie = NewFlight();
  Flight& flight = flights_[cookie];
  flight.runner = index;
  flight.payload = runner.slice;
  flight.step = runner.step;
  flight.chunk_offset =
      static_cast<uint64_t>(part.first_chunk) * geometry_.chunk_bytes + part.offset + runner.offset;
  ++runner.outstanding;
  ++runner.limited;
  if (step.opcode == Opcode::kMultimemStore) return StartStore(cookie);
  flight.kind = Flight::Kind::kReduceRead;
  TransferRequest request;
  request.kind = TransferKind::kReduceRead;
  request.initiator = runner.rank;
  request.group = group_;
  request.type = type_;
  request.bytes = runner.slice;
  request.cookie = cookie;
  flight.stores_sum = step.opcode == Opcode::kMultimemReduceStore;
  for (PortBytes& port : ports_) {
    port.payload_sent += runner.slice;  // its answer to the switch
    port.wire_sent += runner.slice;
  }
  if (memory_ != nullptr) {
    if (flight.stores_sum) Stage(flight, runner.slice);
    request.landing = flight.stores_sum
                          ? flight.staging.get()
                          : memory_->At(runner.rank, step.destination, flight.chunk_offset);
    for (int rank = 0; rank < program_.rank_count(); ++rank) {
      sources_[rank] = memory_->At(rank, step.source, flight.chunk_offset);
    }
    request.member_sources = sources_;
  }
  Start(request);
}

// The flight of a finished sum, or of a store from memory, becomes a multicast.
void Engine::StartStore(uint64_t cookie) {
  Flight& flight = flights_[cookie];
  const Runner& runner = runners_[flight.runner];
  const Instruction& step = runner.code->steps[flight.step];
  if (flight.kind == Flight::Kind::kReduceRead) ++transfers_;
  flight.kind = Flight::Kind::kMulticast;
  TransferRequest request;
  request.kind = TransferKind::kMulticastWrite;
  request.initiator = runner.rank;
  request.group = group_;
  request.type = type_;
  request.bytes = flight.payload;
  request.cookie = cookie;
  if (memory_ != nullptr) {
    request.source = flight.stores_sum ? flight.staging.get()
                                       : memory_->At(runner.rank, step.source, flight.chunk_offset);
    for (int rank = 0; rank < program_.rank_count(); ++rank) {
      landings_[rank] = memory_->At(rank, step.destination, flight.chunk_offset);
    }
    request.member_landings = landings_;
  }
  ports_[runner.rank].payload_sent += flight.payload;
  ports_[runner.rank].wire_sent += flight.payload;
  Start(request);
}

void Engine::Start(const interfaces::TransferRequest& request) {
  interfaces::TransferRequest placed = request;
  placed.priority = priority_;
  if (endpoints_.empty()) return simulation_.Start(*this, placed);
  placed.initiator = endpoints_[static_cast<std::size_t>(request.initiator)];
  if (request.kind == interfaces::TransferKind::kWrite)
    placed.target = endpoints_[static_cast<std::size_t>(request.target)];
  if (!rank_of_member_.empty()) {
    InMemberOrder(rank_of_member_, placed.member_landings, member_landings_);
    InMemberOrder(rank_of_member_, placed.member_sources, member_sources_);
  }
  simulation_.Start(*this, placed);
}

}  // namespace linkwright::executor
