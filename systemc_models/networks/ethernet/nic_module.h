// SPDX-License-Identifier: Apache-2.0
// Clocks the network interface of one accelerator.
#pragma once

#include <cstdint>
#include <string>

#include "systemc_models/endpoints/roce_nic.h"
#include "systemc_models/networks/ethernet/link.h"

namespace linkwright::ethernet {

class NicModule final : public Station {
 public:
  NicModule(sc_core::sc_module_name name, cycle::Clock& clock, int accelerator,
            const std::string& path, const endpoints::RoceNicParameters& parameters,
            endpoints::TransferTable& table);

  void Connect(Plug plug) { plug_ = plug; }
  void LinkChanged(int port, bool up) override;
  // Puts a transfer in line; its first beat leaves at the next edge.
  void Begin(endpoints::TransferHandle handle);
  const endpoints::RoceNic& nic() const { return nic_; }
  uint64_t ticks() const { return ticks_; }

 private:
  bool Step(int64_t cycle) override;

  endpoints::TransferTable& table_;
  endpoints::RoceNic nic_;
  Plug plug_;
  interfaces::FlitBeat out_;
  uint64_t ticks_ = 0;
};

}  // namespace linkwright::ethernet
