// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/stimulus_registers.h"

#include <algorithm>
#include <span>

#include "systemc_models/lockstep/ethernet/stimulus_values.h"

namespace linkwright::lockstep::ethernet {
namespace {

namespace reg = sw::registers;

constexpr std::uint32_t kValid = 0x80000000U;
constexpr std::size_t kAnyRepair = static_cast<std::size_t>(-1);

}  // namespace

RegisterDriver::RegisterDriver(const sw::Variant& variant, const SwitchPlan& plan, Family family,
                               std::uint64_t seed, RegisterMirror& mirror, FrameBooks& books)
    : RegisterTraffic(plan.setup(), variant.ports, reg::kPortStride, seed),
      variant_(variant),
      plan_(plan),
      settled_(family != Family::kThresholds && family != Family::kMixed),
      toggles_pfc_(family == Family::kPfcStorm || !settled_),
      mirror_(mirror),
      books_(books),
      storms_(static_cast<std::size_t>(variant.ports), 0) {
  PlanReadout();
}

void RegisterDriver::PlanReadout() {
  constexpr std::size_t kMostTableReads = 1500;
  std::vector<std::uint32_t> tables;
  for (const sw::RegisterInfo& info : sw::Registers()) {
    const bool state = info.access == sw::Access::kCounter ||
                       info.access == sw::Access::kReadOnly ||
                       info.access == sw::Access::kWriteOneToClear;
    // Words of a group mask that no port of the variant needs do not exist.
    ForEachWord(
        info, info.elements(variant_), info.words > 1 ? (variant_.ports + 31) / 32 : 1,
        [&](std::uint32_t address) { state ? ReadAtTheEnd(address) : tables.push_back(address); });
  }
  random_.Shuffle(std::span<std::uint32_t>(tables));
  tables.resize(std::min(tables.size(), kMostTableReads));
  for (const std::uint32_t address : tables) ReadAtTheEnd(address);
}

std::uint32_t RegisterDriver::DrawReadAddress() {
  const std::uint64_t kind = random_.Below(64);
  if (kind == 0) return static_cast<std::uint32_t>(random_.Next());
  if (kind == 1) return static_cast<std::uint32_t>(random_.Below(0x900000));
  if (kind == 2) return static_cast<std::uint32_t>(random_.Below(0x600)) & ~3U;
  const int port = DrawPort();
  const int i = static_cast<int>(random_.Below(sw::kClasses));
  switch (kind) {  // what tells most
    case 3:
    case 4:
      return reg::PortStorm(port);
    case 5:
      return reg::PortXoff(port);
    case 6:
      return reg::PortPaused(port);
    case 7:
      return reg::QueueCells(port, i);
    case 8:
      return reg::PgCells(port, i);
    case 9:
      return reg::kCellsUsed;
    case 10:
      return reg::kSharedUsed;
    case 11:
      return reg::kEgressSharedUsed;
    case 12:
    case 13:
      return reg::kInterruptCause;
    default:
      break;
  }
  if (kind < 20) return reg::QueueDrops(port, i);
  if (kind < 36) return reg::PortDrops(port, static_cast<int>(random_.Below(sw::kDropReasons)));
  const auto registers = sw::Registers();
  const auto& info = registers[static_cast<std::size_t>(random_.Below(registers.size()))];
  const std::uint32_t address =
      DrawElement(info, info.elements(variant_), [&](int beyond) { return info.words + beyond; });
  return kind == 63 ? address + 1 + static_cast<std::uint32_t>(random_.Below(3)) : address;
}

RegisterWrite RegisterDriver::Disturb(std::int64_t cycle, RegisterWrite write) {
  const auto& setup = plan_.setup();
  const auto planned = std::find_if(setup.begin(), setup.end(), [&](const RegisterWrite& w) {
    return w.address == write.address;
  });
  const RegisterWrite back = planned == setup.end() ? RegisterWrite{write.address, 0} : *planned;
  RepairLater(cycle + random_.Between(20, 900), back);
  return write;
}

RegisterWrite RegisterDriver::DrawKnob(std::int64_t cycle) {
  ++knobs_;
  if (toggles_pfc_ && random_.Below(6) == 0) {
    return Disturb(cycle, {reg::kPfcClasses,
                           mirror_.Value(reg::kPfcClasses) ^ 1U << random_.Below(sw::kClasses)});
  }
  if (random_.Below(8) == 0) {
    return Disturb(cycle, {reg::PgHeadroom(DrawPort(), static_cast<int>(random_.Below(8))),
                           DrawValue(Domain::kCells, random_)});
  }
  const auto knobs = Knobs();
  for (;;) {
    const Knob& knob = knobs[static_cast<std::size_t>(random_.Below(knobs.size()))];
    if (settled_ && knob.settled) continue;
    const auto i =
        static_cast<std::uint32_t>(random_.Below(static_cast<std::uint64_t>(knob.count)));
    const RegisterWrite write{knob.address + 4 * i, DrawValue(knob.domain, random_)};
    return random_.Below(4) == 0 ? write : Disturb(cycle, write);
  }
}

RegisterWrite RegisterDriver::DrawTableWrite(std::int64_t cycle) {
  const auto bits = static_cast<std::uint32_t>(random_.Next());
  const auto below = [&](int n) {
    return static_cast<int>(random_.Below(static_cast<std::uint64_t>(n)));
  };
  // Any port and any group, and some that do not exist.
  const auto number = static_cast<std::uint32_t>(
      below((bits & 0x8000U) != 0 ? variant_.groups + 4 : variant_.ports + 4));
  const std::uint32_t target = (bits & (kValid | 0x8000U)) | number;
  switch (random_.Below(9)) {
    case 0:
      return Disturb(cycle, {reg::MacTarget(below(variant_.mac_entries)), target});
    case 1:
      return Disturb(cycle, {reg::MacKeyLow(below(variant_.mac_entries)), bits});
    case 2:
      return Disturb(cycle, {reg::HostTarget(below(variant_.host_entries)), target});
    case 3:
      return Disturb(cycle, {reg::HostKey(below(variant_.host_entries)), bits});
    case 4:
      return Disturb(cycle, {reg::LpmTarget(below(variant_.lpm_entries)), target});
    case 5:
      return Disturb(cycle, {reg::LpmLength(below(variant_.lpm_entries)), bits});
    case 6:
      return Disturb(cycle, {reg::GroupMode(below(plan_.groups())), bits});
    case 7:
      return Disturb(
          cycle, {reg::GroupMask(below(plan_.groups()), below((variant_.ports + 31) / 32)), bits});
    default:
      return {
          random_.Below(2) == 0 ? reg::NextHopMacLow(DrawPort()) : reg::NextHopMacHigh(DrawPort()),
          bits};
  }
}

RegisterWrite RegisterDriver::DrawInjection() {
  const auto kind = static_cast<std::uint32_t>(random_.Below(8) == 0 ? 0 : random_.Below(4));
  const auto port = random_.Below(16) == 0 ? static_cast<std::uint32_t>(random_.Below(1024))
                                           : static_cast<std::uint32_t>(DrawPort());
  if (kind < injected_.size()) ++injected_[kind];
  return {reg::kErrorInject, kind << 10 | port};
}

RegisterWrite RegisterDriver::DrawCounterWrite(std::uint32_t bits) {
  ++counters_written_;
  if (random_.Below(2) == 0) {  // about to be carried
    const int port = DrawPort();
    return {random_.Below(2) == 0 ? reg::PortRxBytes(port) : reg::PortTxBytes(port),
            ~0U - static_cast<std::uint32_t>(random_.Below(3000))};
  }
  const auto shift = static_cast<unsigned>(random_.Below(32));
  for (;;) {
    const std::uint32_t address = DrawReadout();
    if (!PortRegisterAt(address) && address != reg::kSharedWatermark) continue;
    return {address, random_.Below(4) == 0 ? ~0U : bits >> shift};
  }
}

void RegisterDriver::DisableFor(int port, std::int64_t cycle, std::int64_t ticks) {
  RepairLater(cycle, {reg::PortControl(port), 0});
  RepairLater(cycle + ticks, {reg::PortControl(port), 1});
}

void RegisterDriver::Relieve(std::int64_t cycle) {
  RepairLater(cycle, {reg::kStrictClasses, 0xFF});
  RepairLater(cycle, {reg::kWatchdogDetect, 0});
  for (int port = 0; port < variant_.ports; ++port) {
    RepairLater(cycle, {reg::PortControl(port), 1});
  }
}

// What an answer made interesting is looked at in the next cycle.
bool RegisterDriver::FollowUp(interfaces::RegisterRequest& request) {
  if (again_left_ == 0) return false;
  --again_left_;
  request = {true, false, again_, 0};
  return true;
}

RegisterWrite RegisterDriver::DrawWrite(std::int64_t cycle, const Phase& phase) {
  const auto bits = static_cast<std::uint32_t>(random_.Next());
  if (static_cast<int>(random_.Below(256)) < phase.knobs) return DrawKnob(cycle);
  switch (random_.Below(16)) {
    case 0:
      return {reg::kInterruptMask, bits};
    case 1:
    case 2:
      return {reg::kInterruptCause, bits};
    case 3:
    case 4:
      return DrawInjection();
    case 5:
      if (plan_.keeps_books() || random_.Below(8) != 0) return Again();
      ++cleared_;
      return {reg::kClearCounters, bits};
    case 6: {
      if (random_.Below(3) != 0) return Again();
      const RegisterWrite off{reg::PortControl(DrawPort()), bits & ~1U};
      return Disturb(cycle, off);
    }
    case 7:
    case 8:
    case 9:
      return DrawTableWrite(cycle);
    case 10:
      if (random_.Below(8) == 0) return Disturb(cycle, {reg::kRouterMacLow, bits});
      return {reg::kRandomSeed, random_.Below(8) == 0 ? 0 : bits};
    case 11:
      if (plan_.keeps_books() || random_.Below(4) != 0) return Again();
      // Any register: counters can be written, constants not.
      if (random_.Below(8) == 0) return {reg::kIdentity + (bits & 0x3CU), bits};
      return DrawCounterWrite(bits);
    case 12:
      return {DrawReadAddress() & 0x7CU, bits & 7U};  // often a constant
    default:
      return Again();
  }
}

void RegisterDriver::Drive(std::int64_t cycle, const Phase& phase, bool draining,
                           interfaces::RegisterRequest& request) {
  request = {};
  if (draining) again_ = 0, again_left_ = 0;
  const bool driven = DriveSetup(request) || (!draining && FollowUp(request)) ||
                      DriveRepair(cycle, kAnyRepair, request);
  if (!driven && !draining) {
    DriveAccess(
        phase.bus, [&] { return DrawWrite(cycle, phase); }, request);
  }
  Drove(request);
}

}  // namespace linkwright::lockstep::ethernet
