// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/ethernet_kind.h"

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/lockstep/ethernet/frame_text.h"
#include "systemc_models/lockstep/ethernet/stimulus_family.h"
#include "systemc_models/lockstep/ethernet/stimulus_generator.h"
#include "systemc_models/lockstep/harness/own_switch.h"

namespace linkwright::lockstep::ethernet {
namespace {

struct Own {
  static constexpr const char* kComponent = plugins::kEthernetSwitch;
  static constexpr const char* kReplayOptions = " --switch ethernet";
  static constexpr auto kFamilyNames = ethernet::kFamilyNames;
  static constexpr int kRegressionFamilies = ethernet::kRegressionFamilies;
  using Family = ethernet::Family;
  using Stimulus = ethernet::Stimulus;
  static const sw::Variant* FindVariant(const std::string& name) { return sw::FindVariant(name); }
  static auto Variants() { return sw::Variants(); }
  static auto MakeTwin(const sw::Variant& variant) {
    return ethernet_switch::MakeEthernetSwitch(variant);
  }
};

}  // namespace

const SwitchKind& EthernetKind() {
  static const SwitchKind kKind = [] {
    SwitchKind kind = MakeOwnKind<Own>();
    kind.describe_head = DescribeFrame;
    kind.unit = "beats";
    return kind;
  }();
  return kKind;
}

}  // namespace linkwright::lockstep::ethernet
