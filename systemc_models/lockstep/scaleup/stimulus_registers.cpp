// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/stimulus_registers.h"

#include <algorithm>

namespace linkwright::lockstep::scaleup {
namespace {

namespace reg = sw::registers;

constexpr std::uint32_t kPortBase = 0x10000;
constexpr std::uint32_t kRouteBase = 0x40000;
constexpr int kVcWords = 4;  // words of a per-channel register, in every variant
constexpr int kDrainWrites = 2;

}  // namespace

RegisterDriver::RegisterDriver(const sw::Variant& variant, const FabricPlan& plan,
                               std::uint64_t seed)
    : RegisterTraffic(plan.setup(), variant.ports, reg::kPortStride, seed),
      variant_(variant),
      plan_(plan) {
  for (const sw::RegisterInfo& info : sw::Registers()) {
    if (info.access != sw::Access::kCounter) continue;
    ForEachWord(info, info.elements(variant), info.per_vc ? variant.virtual_channels : info.words,
                [&](std::uint32_t address) { ReadAtTheEnd(address); });
  }
  ReadAtTheEnd(reg::kInterruptCause);
}

void RegisterDriver::Read(std::uint32_t address, std::uint32_t data) {
  const auto note = [&](std::uint64_t& most) {
    if (!WasWritten(address)) most = std::max<std::uint64_t>(most, data);
  };
  if (address >= kPortBase && address < kRouteBase) {
    const std::uint32_t offset = (address - kPortBase) % reg::kPortStride;
    const std::uint32_t first = reg::PortDrops(0, 0) - kPortBase;
    if (offset >= first && offset < first + 4U * sw::kDropReasons)
      note(drops_[(offset - first) / 4]);
    if (offset == reg::PortTxCreditWait(0) - kPortBase) note(credit_wait_);
  } else if (address == reg::kInterruptCause) {
    for (std::size_t cause = 0; cause < interrupts_.size(); ++cause) {
      interrupts_[cause] += data >> cause & 1U;
    }
  } else if (address == reg::kReductionsDone) {
    note(reductions_done_);
  } else if (address == reg::kReductionsTimedOut) {
    note(reductions_timed_out_);
  } else if (address == reg::kMulticastCopies) {
    note(multicast_copies_);
  }
}

std::uint32_t RegisterDriver::DrawReadAddress() {
  const std::uint64_t kind = random_.Below(64);
  if (kind == 0) return static_cast<std::uint32_t>(random_.Next());
  if (kind == 1) return static_cast<std::uint32_t>(random_.Below(0x70000));
  if (kind == 2) return static_cast<std::uint32_t>(random_.Below(0x200)) & ~3U;
  const auto registers = sw::Registers();
  const auto& info = registers[static_cast<std::size_t>(random_.Below(registers.size()))];
  // Beyond the channels of the variant: every word of a per-channel register.
  const std::uint32_t address = DrawElement(info, info.elements(variant_), [&](int beyond) {
    return !info.per_vc ? info.words + beyond : beyond != 0 ? kVcWords : variant_.virtual_channels;
  });
  return kind == 3 ? address + 1 + static_cast<std::uint32_t>(random_.Below(3)) : address;
}

// A value of REDUCTION_TIMEOUT.
RegisterWrite RegisterDriver::ShortTimeout(std::int64_t low, std::int64_t high) {
  return {reg::kReductionTimeout, static_cast<std::uint32_t>(random_.Between(low, high))};
}

RegisterWrite RegisterDriver::DrawPortWrite(std::int64_t cycle) {
  const int port = DrawPort();
  const RegisterWrite enable{reg::PortControl(port),
                             static_cast<std::uint32_t>(random_.Next()) | 1U};
  if (random_.Below(3) != 0) return enable;
  RepairLater(cycle + random_.Between(1, 200), enable);
  return {reg::PortControl(port), static_cast<std::uint32_t>(random_.Next()) & ~1U};
}

RegisterWrite RegisterDriver::DrawWrite(std::int64_t cycle) {
  const auto bits = static_cast<std::uint32_t>(random_.Next());
  switch (random_.Below(20)) {
    case 0:
    case 1:
      return {reg::kIterations, bits & (random_.Below(4) == 0 ? 0xFFU : 7U)};
    case 2:
      return {reg::kCreditRefresh, random_.Below(3) == 0 ? bits & 0x7FFU : bits & 0x3FU};
    case 3: {
      if (random_.Below(4) != 0) return Again();
      const std::int64_t due = cycle + random_.Between(20, 500);
      RepairLater(due, ShortTimeout(200, 2000));
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
      if (random_.Below(8) != 0) return Again();
      ++cleared_;
      return {reg::kClearCounters, bits};
    }
    case 13:
      return random_.Below(8) == 0 ? DrawPortWrite(cycle) : Again();
    case 14: {
      const int id = static_cast<int>(random_.Between(plan_.single_way_ids(), plan_.odd_end() + 8));
      return random_.Below(2) == 0 ? RegisterWrite{reg::RouteWays(id), bits & 0x3F3F3F3FU}
                                   : RegisterWrite{reg::RouteCount(id), bits};
    }
    case 15: {
      if (plan_.usable_groups() == 0 || random_.Below(4) != 0) return Again();
      const int group =
          static_cast<int>(random_.Below(static_cast<std::uint64_t>(plan_.usable_groups())));
      return {reg::GroupMask(group, static_cast<int>(random_.Below(5))), bits};
    }
    case 16:
      return {DrawReadAddress() & ~0x3U & 0xFFFU, bits & 7U};  // often a constant
    case 17: {
      // Counters are read-only.
      return {DrawReadout(), bits};
    }
    default:
      return Again();
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
    if (drained_ == 0) RepairLater(cycle + 600, ShortTimeout(300, 3000));
    ++drained_;
  } else if (draining && random_.Below(128) != 0) {
    // Silence.
  } else if (!DriveSetup(request) && !DriveRepair(cycle, 1, request)) {
    DriveAccess(
        phase.bus, [&] { return DrawWrite(cycle); }, request);
  }
  Drove(request);
}

void RegisterDriver::CollectCoverage(Coverage& coverage) const {
  coverage.HitEach<sw::DropReason>("drop", drops_);
  coverage.HitEach<sw::Interrupt>("interrupt", interrupts_);
  CollectBusCoverage(coverage);
  coverage.Hit("bus/credit drop injected", injected_credit_drops_);
  coverage.Hit("bus/poison injected", injected_poison_);
  coverage.Hit("bus/counters cleared", cleared_);
  coverage.Hit("group/reductions done", reductions_done_);
  coverage.Hit("group/reductions timed out", reductions_timed_out_);
  coverage.Hit("group/copies beyond the first", multicast_copies_);
  coverage.Hit("egress/ticks without credit", credit_wait_);
}

}  // namespace linkwright::lockstep::scaleup
