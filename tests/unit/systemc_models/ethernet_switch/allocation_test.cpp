// SPDX-License-Identifier: Apache-2.0
// A unit of its own: it replaces operator new.
// A tick never allocates: this binary counts every allocation.
#include <cstddef>
#include <cstdlib>
#include <new>

#include "tests/unit/systemc_models/ethernet_switch/random_drive.h"

// GCC looks into the operators below and takes std::free for the mistake of a caller.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace linkwright::ethernet_switch {
namespace {

TEST(SwitchTick, NeverAllocates) {
  for (const char* name : {"p4", "p16"}) {
    SwitchUnderTest s(name);
    Prepare(s);
    Drive drive(s.bench.variant(), 53);
    interfaces::SwitchInputs in = s.bench.inputs();
    interfaces::SwitchOutputs out = s.bench.outputs();
    std::size_t in_ticks = 0;
    for (std::uint32_t tick = 0; tick < 20000; ++tick) {
      drive.Wires(in, tick);
      const std::size_t before = allocations;
      s.twin.Tick(in, out);
      in_ticks += allocations - before;
    }
    EXPECT_EQ(in_ticks, 0U) << name;
    EXPECT_GT(allocations, 1000U) << "the count works: frames were made";
  }
}

}  // namespace
}  // namespace linkwright::ethernet_switch
