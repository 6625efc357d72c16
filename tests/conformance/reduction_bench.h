// SPDX-License-Identifier: Apache-2.0
// Four ports, one group: a requester reads a reduction, the members answer with given operands in a
// given order of time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::lockstep::scaleup {

using PayloadFlit = std::array<std::uint64_t, interfaces::kFlitWords>;

struct ReductionAnswer {
  spec::scaleup_switch::Header header;
  std::vector<PayloadFlit> flits;
};

class ReductionBench {
 public:
  /// Enables all ports of `device` (variant p4), routes and credits; group 0 has the ports in
  /// `members`.
  ReductionBench(interfaces::ClockedSwitch& device, std::uint32_t members);

  /// Port `requester` reads operands.front().size() flits; operands are per port, empty for those
  /// that are no members. `delay` per port puts the answers into any order of time. nullopt if no
  /// answer comes within 2000 ticks.
  std::optional<ReductionAnswer> Reduce(int requester, spec::scaleup_switch::DataType type,
                                        const std::array<std::vector<PayloadFlit>, 4>& operands,
                                        const std::array<int, 4>& delay,
                                        std::uint32_t poisoned = 0);

 private:
  struct Outgoing {
    int wait = 0;
    std::vector<interfaces::FlitBeat> flits;
    std::size_t next = 0;
  };
  void Write(std::uint32_t address, std::uint32_t value);
  void Tick();
  void Credits();
  void Send(int port, const spec::scaleup_switch::Header& header,
            const std::vector<PayloadFlit>& data, int wait);

  interfaces::ClockedSwitch& device_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::array<std::vector<Outgoing>, 4> outgoing_;
  std::array<std::array<std::uint16_t, 2>, 4> freed_{};
  std::array<int, 4> receiving_vc_{};
  std::uint16_t tag_ = 0;
  int ticks_ = 0;
};

}  // namespace linkwright::lockstep::scaleup
