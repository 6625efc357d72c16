// SPDX-License-Identifier: Apache-2.0
#include "host_driver/executor/rank_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <utility>

#include "workloads/collectives/validate.h"

namespace linkwright::executor {
namespace {

// 0xFFFF is a NaN in both 16-bit formats and 0xFFFFFFFF one in fp32: a place never written shows.
constexpr std::byte kUnwritten{0xFF};
constexpr uint64_t kBlock = 4 << 20;  // bytes filled between two looks at `poll`, whole elements

std::vector<std::byte> Unwritten(uint64_t bytes, const std::function<void()>& poll) {
  std::vector<std::byte> memory;
  memory.reserve(bytes);
  while (memory.size() < bytes) {
    poll();
    memory.resize(std::min(bytes, memory.size() + kBlock), kUnwritten);
  }
  return memory;
}

}  // namespace

uint64_t MemoryNeeded(const collectives::KernelProgram& program, const Geometry& geometry) {
  const auto input = static_cast<uint64_t>(collectives::InputCapacity(program));
  const auto output = static_cast<uint64_t>(collectives::OutputCapacity(program));
  uint64_t chunks = 0;
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    chunks += (program.in_place ? std::max(input, output) : input + output) +
              static_cast<uint64_t>(program.Rank(rank).scratch_chunks);
  }
  return chunks * geometry.chunk_bytes;
}

uint64_t MemoryAvailable() {
  uint64_t available = std::numeric_limits<uint64_t>::max();
  std::ifstream facts("/proc/meminfo");
  for (std::string name, unit; facts >> name;) {
    uint64_t kilobytes = 0;
    if (!(facts >> kilobytes)) break;
    std::getline(facts, unit);
    if (name == "MemAvailable:") available = kilobytes * 1024;
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const uint64_t used = pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    available = std::min<uint64_t>(available, limit.rlim_cur - std::min(used, limit.rlim_cur));
  }
  return available;
}

RankMemory::RankMemory(const collectives::KernelProgram& program, const Geometry& geometry,
                       const InputPattern& input, const std::function<void()>& poll)
    : chunk_bytes_(geometry.chunk_bytes),
      input_bytes_(static_cast<uint64_t>(collectives::InputCapacity(program)) * chunk_bytes_),
      output_bytes_(static_cast<uint64_t>(collectives::OutputCapacity(program)) * chunk_bytes_) {
  bases_.resize(program.rank_count());
  for (int rank = 0; rank < program.rank_count(); ++rank) {
    const uint64_t user =
        program.in_place ? std::max(input_bytes_, output_bytes_) : input_bytes_ + output_bytes_;
    const uint64_t scratch =
        static_cast<uint64_t>(program.Rank(rank).scratch_chunks) * chunk_bytes_;
    storage_.push_back(Unwritten(user + scratch, poll));
    std::byte* memory = storage_.back().data();
    std::byte* in = memory;
    std::byte* out = memory;
    if (!program.in_place) {
      out = memory + input_bytes_;
    } else if (input_bytes_ < output_bytes_) {
      in = memory + static_cast<uint64_t>(rank) * input_bytes_;
    } else if (output_bytes_ < input_bytes_) {
      out = memory + static_cast<uint64_t>(rank) * output_bytes_;
    }
    bases_[rank] = {{in, out, memory + user}};
    for (uint64_t done = 0; done < input_bytes_; done += kBlock) {
      poll();
      FillInput(input, rank, done / numerics::SizeOf(input.type),
                {in + done, std::min(kBlock, input_bytes_ - done)});
    }
  }
}

std::span<const std::byte> RankMemory::Output(int rank) const {
  return {bases_[rank].base[static_cast<std::size_t>(collectives::BufferKind::kOutput)],
          output_bytes_};
}

}  // namespace linkwright::executor
