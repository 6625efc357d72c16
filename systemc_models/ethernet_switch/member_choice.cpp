// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/member_choice.h"

#include "fabric/routing/frame_hash.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::Balance;

namespace {

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
      flowlet_(static_cast<std::size_t>(variant.ports) * variant.flowlets) {}

int MemberChoice::Ecmp(const PortSet& members, const PortSet& set, std::uint32_t hash, int words) {
  const int count = members.Count(words);
  const int first = Member(members, routing::EcmpMember(hash, count));
  if (set.Has(first)) return first;
  return MemberAfter(set, Member(members, routing::EcmpSecondMember(hash, count)), words);
}

int MemberChoice::Choose(const Control& control, Mmu& mmu, const Pfc& pfc, RandomBank& random,
                         SprayPointers& spray, const PortSet& set, const ChoiceRequest& request) {
  const int words = control.words;
  const auto mode = static_cast<Balance>(control.group[request.group].mode);
  if (mode == Balance::kEcmp) {
    return Ecmp(control.members[request.group], set, request.hash, words);
  }
  const PortSet preferred = Preferred(set, pfc.PausedPorts(request.priority), words);
  if (mode == Balance::kSpray) {
    const int last = spray.Last(request.input);
    const int next = last == SprayPointers::kNone
                         ? Member(preferred, spray.First(request.input, preferred.Count(words)))
                         : MemberAfter(preferred, last, words);
    spray.Take(request.input, next);
    return next;
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

int MemberChoice::Adaptive(const Control& control, Mmu& mmu, RandomBank& random,
                           const PortSet& preferred, int input) const {
  PortSet lowest;
  for (const PortSet& level : mmu.Levels(static_cast<int>(control.adaptive_shift))) {
    lowest = Intersection(preferred, level, control.words);
    if (lowest.Any(control.words)) break;
  }
  const auto count = static_cast<std::uint32_t>(lowest.Count(control.words));
  return Member(lowest, static_cast<int>((random.Draw(input) * count) >> 16));
}

}  // namespace linkwright::ethernet_switch
