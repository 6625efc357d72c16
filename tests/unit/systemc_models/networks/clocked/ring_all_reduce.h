// SPDX-License-Identifier: Apache-2.0
// A ring all-reduce on any network, for tests of links that lose.
#pragma once

#include <cstring>
#include <vector>

#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {

// A ring all-reduce of 32-bit sums: a rank sends what it got in the step before.
class RingAllReduce {
 public:
  RingAllReduce(int ranks, size_t chunk_bytes)
      : n_(ranks), chunk_(chunk_bytes), scratch_(static_cast<size_t>(ranks * Steps())) {
    expected_.assign(static_cast<size_t>(ranks) * chunk_ / 4, 0);
    for (int r = 0; r < ranks; ++r) {
      const Buffer bytes =
          RandomBytes(static_cast<size_t>(ranks) * chunk_, static_cast<uint64_t>(r) + 1);
      data_.emplace_back(expected_.size());
      std::memcpy(data_.back().data(), bytes.data(), bytes.size());
      for (size_t i = 0; i < expected_.size(); ++i) expected_[i] += data_.back()[i];
    }
    for (Buffer& buffer : scratch_) buffer.resize(chunk_);
  }

  // Events relative to the begin; then waits until the links have nothing left to do.
  std::vector<Event> Run(simulation::Simulation& simulation) {
    Recorder recorder(simulation);
    const int64_t begin = simulation.Now().picoseconds();
    for (int r = 0; r < n_; ++r) Send(recorder, r, 0);
    recorder.then = [&](const Event& event) {
      const int rank = static_cast<int>(event.cookie) % n_;
      Land(recorder, rank, static_cast<int>(event.cookie) / n_);
    };
    recorder.Run();
    std::vector<Event> events = recorder.events;
    for (Event& event : events) event.at_ps -= begin;
    Recorder silence(simulation);
    silence.SetTimer(simulation.Now() + units::Duration::Microseconds(20), 0);
    silence.Run();
    return events;
  }
  std::vector<Event> Run(interfaces::Network& network) {
    simulation::Simulation simulation(network);
    return Run(simulation);
  }
  bool Correct() const {
    for (const auto& data : data_) {
      if (data != expected_) return false;
    }
    return true;
  }
  int Steps() const { return 2 * n_ - 2; }

 private:
  uint32_t* Chunk(int rank, int chunk) {
    const int index = ((chunk % n_) + n_) % n_;
    return data_[static_cast<size_t>(rank)].data() + static_cast<size_t>(index) * chunk_ / 4;
  }
  void Send(Recorder& recorder, int rank, int step) {
    Buffer& landing = scratch_[static_cast<size_t>(step * n_ + rank)];
    interfaces::TransferRequest request =
        Write(rank, (rank + 1) % n_, landing, landing, static_cast<uint64_t>(step * n_ + rank));
    request.source = reinterpret_cast<const std::byte*>(Chunk(rank, rank - step));
    recorder.Start(request);
  }
  void Land(Recorder& recorder, int from, int step) {
    const int rank = (from + 1) % n_;
    uint32_t* chunk = Chunk(rank, from - step);
    std::vector<uint32_t> got(chunk_ / 4);
    std::memcpy(got.data(), scratch_[static_cast<size_t>(step * n_ + from)].data(), chunk_);
    for (size_t i = 0; i < got.size(); ++i) chunk[i] = step < n_ - 1 ? chunk[i] + got[i] : got[i];
    if (step + 1 < Steps()) Send(recorder, rank, step + 1);
  }

  int n_;
  size_t chunk_;
  std::vector<std::vector<uint32_t>> data_;
  std::vector<uint32_t> expected_;
  std::vector<Buffer> scratch_;
};

}  // namespace linkwright::clocked
