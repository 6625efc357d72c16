// SPDX-License-Identifier: Apache-2.0
// Lock-step of a verilated link_port and its twin: the same inputs, every output compared in every
// cycle.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "systemc_models/link/link_port.h"

namespace linkwright::link {

struct LockstepRun {
  std::int64_t cycles = 0;
  std::string divergence;  // empty: none
  std::int64_t divergence_cycle = -1;
  // What was exercised.
  std::array<std::int64_t, kLlrCounters> counted{};
  std::array<std::int64_t, 5> tx_states{};
  std::array<std::int64_t, 4> rx_states{};
  std::array<std::int64_t, 7> control_kinds{};
  std::int64_t number_wraps = 0;
  std::int64_t credit_wraps = 0;
  std::int64_t line_refusals = 0;     // beats offered while the line took none
  std::int64_t one_sided = 0;         // ticks with the link up at one end only
  std::int64_t most_outstanding = 0;  // frames
  std::int64_t frames_taken = 0;
  std::int64_t frames_delivered = 0;
  std::uint64_t stimulus_hash = 0;

  void Add(const LockstepRun& other);
};

using RtlFactory =
    std::function<std::unique_ptr<LinkDevice>(const LinkSizes& sizes, std::uint64_t seed)>;

LockstepRun RunLockstep(const LinkSizes& sizes, const RtlFactory& make, std::uint64_t seed,
                        std::int64_t cycles);

}  // namespace linkwright::link
