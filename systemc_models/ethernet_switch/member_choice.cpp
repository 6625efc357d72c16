// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/member_choice.h"

#include <algorithm>

#include "fabric/routing/frame_hash.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::Balance;

namespace {

constexpr std::uint32_t kHighestLevel = 7;

// Members whose class is not paused, or all.
PortSet Preferred(const PortSet& set, const PortSet& paused, int words) {
  PortSet free;
  std::uint64_t any = 0;
  for (int w = 0; w < words; ++w) any |= free.word[w] = set.word[w] & ~paused.word[w];
  return any != 0 ? free : set;
}

}  // namespace

MemberChoice::MemberChoice(const Variant& variant)
    : flowlets_(variant.flowlets),
      flowlet_(static_cast<std::size_t>(variant.ports) * variant.flowlets),
      spray_(variant.ports) {}

int MemberChoice::Choose(const Control& control, const Mmu& mmu, const Pfc& pfc, RandomBank& random,
                         const PortSet& set, const ChoiceRequest& request) {
  const int words = control.words;
  const auto mode = static_cast<Balance>(control.group[request.group].mode);
  if (mode == Balance::kEcmp) {
    return Member(set, routing::EcmpMember(request.hash, set.Count(words)));
  }
  const PortSet preferred = Preferred(set, pfc.PausedPorts(request.priority), words);
  if (mode == Balance::kSpray) {
    std::uint16_t& last = spray_[request.input];
    last = static_cast<std::uint16_t>(MemberAfter(preferred, last, words));
    return last;
  }
  if (mode == Balance::kAdaptive) return Adaptive(control, mmu, random, preferred, request.input);
  Flowlet& flowlet = flowlet_[static_cast<std::size_t>(request.input) * flowlets_ +
                              (request.hash & static_cast<std::uint32_t>(flowlets_ - 1))];
  const bool goes_on =
      flowlet.valid && set.Has(flowlet.port) && request.now - flowlet.last <= control.flowlet_gap;
  const int port =
      goes_on ? flowlet.port : Adaptive(control, mmu, random, preferred, request.input);
  flowlet = {request.now, static_cast<std::uint16_t>(port), true};
  return port;
}

int MemberChoice::Adaptive(const Control& control, const Mmu& mmu, RandomBank& random,
                           const PortSet& preferred, int input) const {
  PortSet lowest;
  int count = 0;
  std::uint32_t best = kHighestLevel + 1;
  ForEach(preferred, control.words, [&](int port) {
    const std::uint32_t level =
        std::min(kHighestLevel, mmu.PortCells(port) >> control.adaptive_shift);
    if (level > best) return;
    if (level < best) {
      best = level;
      lowest = {};
      count = 0;
    }
    lowest.Set(port);
    ++count;
  });
  const std::uint32_t value = random.Draw(input);
  return Member(lowest, static_cast<int>((value * static_cast<std::uint32_t>(count)) >> 16));
}

}  // namespace linkwright::ethernet_switch
