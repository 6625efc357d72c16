// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/wire_hash.h"

namespace linkwright::lockstep {
namespace {

std::uint64_t FoldBeat(std::uint64_t hash, std::uint64_t port, const interfaces::PortBeat& beat) {
  if (beat.flit.valid) {
    hash =
        Fold(hash, 0x100000U | port << 2 | (beat.flit.head ? 2U : 0U) | (beat.flit.tail ? 1U : 0U));
    for (const std::uint64_t word : beat.flit.data) hash = Fold(hash, word);
    if (beat.flit.bytes != 64 || beat.flit.error) {
      hash = Fold(hash, std::uint64_t{beat.flit.bytes} << 1 | (beat.flit.error ? 1U : 0U));
    }
  }
  if (beat.credit.valid) {
    hash = Fold(
        hash, 0x200000000U | port << 24 | std::uint64_t{beat.credit.vc} << 16 | beat.credit.limit);
  }
  return hash;
}

}  // namespace

std::uint64_t HashInputs(std::uint64_t hash, std::int64_t cycle,
                         const interfaces::SwitchInputs& inputs) {
  hash = Fold(hash, static_cast<std::uint64_t>(cycle));
  std::uint64_t down = 0;
  for (std::size_t port = 0; port < inputs.port.size(); ++port) {
    hash = FoldBeat(hash, port, inputs.port[port]);
    if (inputs.link_up[port] == 0) down = down * 31 + port + 1;
    if (inputs.backpressure[port] != 0) {
      hash = Fold(hash, 0x300000000U | port << 16 | inputs.backpressure[port]);
    }
  }
  if (down != 0) hash = Fold(hash, down);
  if (inputs.time != 0) hash = Fold(hash, inputs.time);
  if (inputs.bus.valid) {
    hash = Fold(hash, std::uint64_t{inputs.bus.address} << 1 | (inputs.bus.write ? 1U : 0U));
    hash = Fold(hash, inputs.bus.data);
  }
  return hash;
}

std::uint64_t HashOutputs(std::uint64_t hash, const interfaces::SwitchOutputs& outputs) {
  hash = Fold(hash, (outputs.interrupt ? 1U : 0U) | (outputs.idle ? 2U : 0U));
  for (std::size_t port = 0; port < outputs.port.size(); ++port) {
    hash = FoldBeat(hash, port, outputs.port[port]);
  }
  for (std::size_t group = 0; group < outputs.occupancy.size(); ++group) {
    if (outputs.occupancy[group] != 0) hash = Fold(hash, group << 20 | outputs.occupancy[group]);
  }
  if (outputs.bus.valid) {
    hash = Fold(hash, std::uint64_t{outputs.bus.data} << 1 | (outputs.bus.error ? 1U : 0U));
  }
  return hash;
}

}  // namespace linkwright::lockstep
