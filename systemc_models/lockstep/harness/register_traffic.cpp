// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/harness/register_traffic.h"

#include <algorithm>

namespace linkwright::lockstep {

RegisterTraffic::RegisterTraffic(const std::vector<RegisterWrite>& setup, int ports,
                                 std::uint32_t port_stride, std::uint64_t seed)
    : random_(seed, "registers"), setup_(setup), ports_(ports), port_stride_(port_stride) {}

void RegisterTraffic::Observe(const interfaces::RegisterResponse& response) {
  if (!response.valid || !last_.valid) return;
  misaligned_ += (last_.address & 3U) != 0 ? 1 : 0;
  if (last_.write) {
    ++(response.error ? refused_writes_ : writes_);
    if (response.error) return;
    written_.insert(last_.address);
    Written(last_.address, last_.data);
  } else {
    ++(response.error ? refused_reads_ : reads_);
    if (!response.error) Read(last_.address, response.data);
  }
}

bool RegisterTraffic::DriveSetup(interfaces::RegisterRequest& request) {
  if (setup_left() == 0) return false;
  // Now and then a pause, so that traffic meets every stage of the programming.
  if (random_.Below(16) == 0) return true;
  const RegisterWrite& write = setup_[setup_next_++];
  request = {true, true, write.address, write.value};
  return true;
}

bool RegisterTraffic::DriveRepair(std::int64_t cycle, std::size_t looked_at,
                                  interfaces::RegisterRequest& request) {
  const auto end =
      repairs_.begin() + static_cast<std::ptrdiff_t>(std::min(looked_at, repairs_.size()));
  const auto due = std::find_if(repairs_.begin(), end,
                                [&](const Repair& repair) { return repair.due <= cycle; });
  if (due == end) return false;
  request = {true, true, due->write.address, due->write.value};
  repairs_.erase(due);
  return true;
}

void RegisterTraffic::DriveReadout(interfaces::RegisterRequest& request) {
  request = {};
  if (!ReadoutDone()) request = {true, false, readout_[readout_next_++], 0};
  last_ = request;
}

void RegisterTraffic::CollectBusCoverage(Coverage& coverage) const {
  coverage.Hit("bus/read", reads_);
  coverage.Hit("bus/write", writes_);
  coverage.Hit("bus/read refused", refused_reads_);
  coverage.Hit("bus/write refused", refused_writes_);
  coverage.Hit("bus/misaligned", misaligned_);
}

}  // namespace linkwright::lockstep
