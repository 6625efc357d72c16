// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/ethernet_verify.h"

#include <memory>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_conformance/frame_text.h"
#include "systemc_models/ethernet_conformance/stimulus_generator.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/lockstep/own_switch.h"

namespace linkwright::ethernet_conformance {
namespace {

struct Own {
  static constexpr const char* kComponent = plugins::kEthernetSwitch;
  static constexpr const char* kReplayOptions = " --switch ethernet";
  using Stimulus = ethernet_conformance::Stimulus;
  static const sw::Variant* FindVariant(const std::string& name) { return sw::FindVariant(name); }
  static auto Variants() { return sw::Variants(); }
  static auto MakeTwin(const sw::Variant& variant) {
    return ethernet_switch::MakeEthernetSwitch(variant);
  }
  static auto ParseFamily(const std::string& name) {
    return ethernet_conformance::ParseFamily(name);
  }
};

lockstep::SwitchKind MakeKind() {
  lockstep::SwitchKind kind = lockstep::OwnSwitch<Own>::Kind();
  for (const Family family : kFamilies) kind.families.emplace_back(ToString(family));
  kind.all_families = kind.families;
  kind.describe_head = DescribeFrame;
  kind.unit = "beats";
  return kind;
}

}  // namespace

const lockstep::SwitchKind& EthernetKind() {
  static const lockstep::SwitchKind kKind = MakeKind();
  return kKind;
}

lockstep::SwitchPair TwinAgainstRtl() { return lockstep::OwnSwitch<Own>::TwinAgainstRtl(); }

std::vector<std::string> VerifiableVariants() {
  return lockstep::OwnSwitch<Own>::VerifiableVariants();
}

lockstep::VerifyReport RunVerify(const lockstep::VerifyRequest& request,
                                 const lockstep::SwitchPair& pair) {
  return lockstep::RunVerify(EthernetKind(), request, pair);
}

}  // namespace linkwright::ethernet_conformance
