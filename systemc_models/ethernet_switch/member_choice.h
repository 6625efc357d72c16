// SPDX-License-Identifier: Apache-2.0
// How a group chooses among its live ports: ECMP, flowlet, spray, adaptive.
#pragma once

#include <cstdint>
#include <vector>

#include "systemc_models/ethernet_switch/control.h"
#include "systemc_models/ethernet_switch/mmu.h"
#include "systemc_models/ethernet_switch/pfc.h"
#include "systemc_models/ethernet_switch/random_bank.h"

namespace linkwright::ethernet_switch {

struct ChoiceRequest {
  int input = 0;
  int group = 0;
  int priority = 0;
  std::uint32_t hash = 0;
  std::uint32_t now = 0;
};

class MemberChoice {
 public:
  explicit MemberChoice(const Variant& variant);

  /// `set`: live members, not empty.
  int Choose(const Control& control, Mmu& mmu, const Pfc& pfc, RandomBank& random,
             SprayPointers& spray, const PortSet& set, const ChoiceRequest& request);

 private:
  struct Flowlet {
    std::uint32_t last = 0;
    std::uint16_t port = 0;
    bool valid = false;
  };

  /// By hash among all members; a flow whose member is not live goes to another, the rest stay.
  static int Ecmp(const PortSet& members, const PortSet& set, std::uint32_t hash, int words);
  int Adaptive(const Control& control, Mmu& mmu, RandomBank& random, const PortSet& preferred,
               int input) const;

  int flowlets_;
  std::vector<Flowlet> flowlet_;  // of all inputs
};

}  // namespace linkwright::ethernet_switch
