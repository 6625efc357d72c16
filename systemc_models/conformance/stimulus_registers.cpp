// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/stimulus_registers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace linkwright::conformance {
namespace {

namespace reg = sw::registers;

constexpr std::uint32_t kPortBase = 0x10000;
constexpr std::uint32_t kRouteBase = 0x40000;
constexpr int kVcWords = 4;  // words of a per-channel register, in every variant
constexpr int kDrainWrites = 2;

std::vector<std::uint32_t> CounterAddresses(const sw::Variant& variant) {
  std::vector<std::uint32_t> addresses;
  for (const sw::RegisterInfo& info : sw::Registers()) {
    if (info.access != sw::Access::kCounter) continue;
    const int ports = info.per_port ? variant.ports : 1;
    const int words = info.per_vc ? variant.virtual_channels : info.words;
    for (int port = 0; port < ports; ++port) {
      for (int element = 0; element < info.elements(variant); ++element) {
        for (int word = 0; word < words; ++word) {
          addresses.push_back(info.address + reg::kPortStride * static_cast<std::uint32_t>(port) +
                              static_cast<std::uint32_t>(info.stride * element + 4 * word));
        }
      }
    }
  }
  addresses.push_back(reg::kInterruptCause);
  return addresses;
}

}  // namespace

RegisterDriver::RegisterDriver(const sw::Variant& variant, const FabricPlan& plan,
                               std::uint64_t seed)
    : variant_(variant),
      plan_(plan),
      random_(seed, "registers"),
      readout_(CounterAddresses(variant)) {}

void RegisterDriver::Observe(const interfaces::RegisterResponse& response) {
  if (!response.valid || !last_.valid) return;
  const bool misaligned = (last_.address & 3U) != 0;
  misaligned_ += misaligned ? 1 : 0;
  if (last_.write) {
    ++(response.error ? refused_writes_ : writes_);
    if (!response.error) written_counters_.insert(last_.address);
    return;
  }
  ++(response.error ? refused_reads_ : reads_);
  if (response.error) return;
  const std::uint32_t address = last_.address;
  const auto note = [&](std::uint64_t& most) {
    if (!written_counters_.contains(address)) most = std::max<std::uint64_t>(most, response.data);
  };
  if (address >= kPortBase && address < kRouteBase) {
    const std::uint32_t offset = (address - kPortBase) % reg::kPortStride;
    const std::uint32_t first = reg::PortDrops(0, 0) - kPortBase;
    if (offset >= first && offset < first + 4U * sw::kDropReasons)
      note(drops_[(offset - first) / 4]);
    if (offset == reg::PortTxCreditWait(0) - kPortBase) note(credit_wait_);
  } else if (address == reg::kInterruptCause) {
    for (std::size_t cause = 0; cause < interrupts_.size(); ++cause) {
      interrupts_[cause] += response.data >> cause & 1U;
    }
  } else if (address == reg::kReductionsDone) {
    note(reductions_done_);
  } else if (address == reg::kReductionsTimedOut) {
    note(reductions_timed_out_);
  } else if (address == reg::kMulticastCopies) {
    note(multicast_copies_);
  }
}

std::uint32_t RegisterDriver::DrawElementAddress(const sw::RegisterInfo& info) {
  // One element more than there is now and then, and every word of a per-channel register.
  const std::uint64_t beyond = random_.Below(32) == 0 ? 1 : 0;
  const auto port =
      info.per_port ? random_.Below(static_cast<std::uint64_t>(variant_.ports) + beyond) : 0;
  const auto element = random_.Below(static_cast<std::uint64_t>(info.elements(variant_)) + beyond);
  const int words = info.per_vc ? (beyond != 0 ? kVcWords : variant_.virtual_channels) : info.words;
  const auto word = random_.Below(static_cast<std::uint64_t>(words) + (info.per_vc ? 0 : beyond));
  return info.address +
         static_cast<std::uint32_t>(reg::kPortStride * port +
                                    static_cast<std::uint64_t>(info.stride) * element + 4 * word);
}

std::uint32_t RegisterDriver::DrawReadAddress() {
  const std::uint64_t kind = random_.Below(64);
  if (kind == 0) return static_cast<std::uint32_t>(random_.Next());
  if (kind == 1) return static_cast<std::uint32_t>(random_.Below(0x70000));
  if (kind == 2) return static_cast<std::uint32_t>(random_.Below(0x200)) & ~3U;
  const auto registers = sw::Registers();
  const auto& info = registers[static_cast<std::size_t>(random_.Below(registers.size()))];
  const std::uint32_t address = DrawElementAddress(info);
  return kind == 3 ? address + 1 + static_cast<std::uint32_t>(random_.Below(3)) : address;
}

RegisterWrite RegisterDriver::DrawPortWrite(std::int64_t cycle) {
  const int port = DrawPort();
  const RegisterWrite enable{reg::PortControl(port),
                             static_cast<std::uint32_t>(random_.Next()) | 1U};
  if (random_.Below(3) != 0) return enable;
  repairs_.push_back({cycle + random_.Between(1, 200), enable});
  return {reg::PortControl(port), static_cast<std::uint32_t>(random_.Next()) & ~1U};
}

RegisterWrite RegisterDriver::DrawWrite(std::int64_t cycle) {
  const auto bits = static_cast<std::uint32_t>(random_.Next());
  const auto again = [&]() -> RegisterWrite {
    return plan_.setup()[static_cast<std::size_t>(random_.Below(plan_.setup().size()))];
  };
  switch (random_.Below(20)) {
    case 0:
    case 1:
      return {reg::kIterations, bits & (random_.Below(4) == 0 ? 0xFFU : 7U)};
    case 2:
      return {reg::kCreditRefresh, random_.Below(3) == 0 ? bits & 0x7FFU : bits & 0x3FU};
    case 3: {
      if (random_.Below(4) != 0) return again();
      repairs_.push_back(
          {cycle + random_.Between(20, 500),
           {reg::kReductionTimeout, static_cast<std::uint32_t>(random_.Between(200, 2000))}});
      return {reg::kReductionTimeout, random_.Below(4) == 0 ? 0 : bits & 0x1FFU};
    }
    case 4:
      return {reg::kHashSeed, bits};
    case 5:
    case 6:
      return {reg::kInterruptMask, bits};
    case 7:
    case 8:
    case 9:
      return {reg::kInterruptCause, bits};
    case 10:
    case 11: {
      const auto kind = static_cast<std::uint32_t>(random_.Below(16) == 0 ? 3 : random_.Below(3));
      const auto port =
          random_.Below(16) == 0 ? bits & 0xFFU : static_cast<std::uint32_t>(DrawPort());
      injected_credit_drops_ += kind == 1 ? 1 : 0;
      injected_poison_ += kind == 2 ? 1 : 0;
      return {reg::kErrorInject, kind << 8 | port};
    }
    case 12: {
      if (random_.Below(8) != 0) return again();
      ++cleared_;
      return {reg::kClearCounters, bits};
    }
    case 13:
      return random_.Below(8) == 0 ? DrawPortWrite(cycle) : again();
    case 14: {
      const int id = static_cast<int>(random_.Between(plan_.single_way_ids(), plan_.odd_end() + 8));
      return random_.Below(2) == 0 ? RegisterWrite{reg::RouteWays(id), bits & 0x3F3F3F3FU}
                                   : RegisterWrite{reg::RouteCount(id), bits};
    }
    case 15: {
      if (plan_.usable_groups() == 0 || random_.Below(4) != 0) return again();
      const int group =
          static_cast<int>(random_.Below(static_cast<std::uint64_t>(plan_.usable_groups())));
      return {reg::GroupMask(group, static_cast<int>(random_.Below(5))), bits};
    }
    case 16:
      return {DrawReadAddress() & ~0x3U & 0xFFFU, bits & 7U};  // often a constant
    case 17: {
      // Counters are read-only.
      return {readout_[static_cast<std::size_t>(random_.Below(readout_.size()))], bits};
    }
    default:
      return again();
  }
}

void RegisterDriver::Drive(std::int64_t cycle, const Phase& phase, bool draining,
                           interfaces::RegisterRequest& request) {
  request = {};
  if (!draining) drained_ = 0;
  if (draining && drained_ < kDrainWrites) {
    const RegisterWrite writes[kDrainWrites] = {{reg::kReductionTimeout, 48},
                                                {reg::kCreditRefresh, 0}};
    request = {true, true, writes[drained_].address, writes[drained_].value};
    if (drained_ == 0) {
      repairs_.push_back(
          {cycle + 600,
           {reg::kReductionTimeout, static_cast<std::uint32_t>(random_.Between(300, 3000))}});
    }
    ++drained_;
  } else if (draining && random_.Below(128) != 0) {
    // Silence.
  } else if (setup_next_ < plan_.setup().size()) {
    // Now and then a pause, so that traffic meets every stage of the programming.
    if (random_.Below(16) != 0) {
      const RegisterWrite& write = plan_.setup()[setup_next_++];
      request = {true, true, write.address, write.value};
    }
  } else if (!repairs_.empty() && repairs_.front().due <= cycle) {
    request = {true, true, repairs_.front().write.address, repairs_.front().write.value};
    repairs_.erase(repairs_.begin());
  } else if (static_cast<int>(random_.Below(256)) < phase.bus) {
    if (random_.Below(3) != 0) {
      request = {true, false, DrawReadAddress(), static_cast<std::uint32_t>(random_.Next())};
    } else {
      const RegisterWrite write = DrawWrite(cycle);
      const std::uint32_t skew =
          random_.Below(64) == 0 ? 1U + static_cast<std::uint32_t>(random_.Below(3)) : 0;
      request = {true, true, write.address + skew, write.value};
    }
  }
  last_ = request;
}

void RegisterDriver::DriveReadout(interfaces::RegisterRequest& request) {
  request = {};
  if (!ReadoutDone()) request = {true, false, readout_[readout_next_++], 0};
  last_ = request;
}

void RegisterDriver::CollectCoverage(lockstep::Coverage& coverage) const {
  for (int reason = 0; reason < sw::kDropReasons; ++reason) {
    coverage.Hit(fmt::format("drop/{}", sw::Name(static_cast<sw::DropReason>(reason))),
                 drops_[static_cast<std::size_t>(reason)]);
  }
  for (int cause = 0; cause < sw::kInterrupts; ++cause) {
    coverage.Hit(fmt::format("interrupt/{}", sw::Name(static_cast<sw::Interrupt>(cause))),
                 interrupts_[static_cast<std::size_t>(cause)]);
  }
  coverage.Hit("bus/read", reads_);
  coverage.Hit("bus/write", writes_);
  coverage.Hit("bus/read refused", refused_reads_);
  coverage.Hit("bus/write refused", refused_writes_);
  coverage.Hit("bus/misaligned", misaligned_);
  coverage.Hit("bus/credit drop injected", injected_credit_drops_);
  coverage.Hit("bus/poison injected", injected_poison_);
  coverage.Hit("bus/counters cleared", cleared_);
  coverage.Hit("group/reductions done", reductions_done_);
  coverage.Hit("group/reductions timed out", reductions_timed_out_);
  coverage.Hit("group/copies beyond the first", multicast_copies_);
  coverage.Hit("egress/ticks without credit", credit_wait_);
}

}  // namespace linkwright::conformance
