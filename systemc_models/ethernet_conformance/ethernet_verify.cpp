// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_conformance/ethernet_verify.h"

#include <memory>

#include "foundation/diagnostics/check.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_conformance/frame_text.h"
#include "systemc_models/ethernet_conformance/stimulus_generator.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::ethernet_conformance {
namespace {

std::unique_ptr<lockstep::Stimulus> MakeStimulus(const lockstep::Scenario& what) {
  const sw::Variant* variant = sw::FindVariant(what.variant);
  const auto family = ParseFamily(what.family);
  LINKWRIGHT_CHECK(variant != nullptr && family) << what.variant << " " << what.family;
  return std::make_unique<Stimulus>(*variant, *family, what.seed, what.cycles);
}

lockstep::SwitchKind MakeKind() {
  lockstep::SwitchKind kind;
  for (const sw::Variant& variant : sw::Variants()) kind.variants.emplace_back(variant.name);
  kind.verifiable = VerifiableVariants();
  for (const Family family : kFamilies) kind.families.emplace_back(ToString(family));
  kind.all_families = kind.families;
  kind.make_stimulus = MakeStimulus;
  kind.describe_head = DescribeFrame;
  kind.unit = "beats";
  return kind;
}

}  // namespace

const lockstep::SwitchKind& EthernetKind() {
  static const lockstep::SwitchKind kKind = MakeKind();
  return kKind;
}

lockstep::SwitchPair TwinAgainstRtl() {
  return {[](const std::string& name) -> std::unique_ptr<interfaces::ClockedSwitch> {
            const sw::Variant* variant = sw::FindVariant(name);
            return variant == nullptr ? nullptr : ethernet_switch::MakeEthernetSwitch(*variant);
          },
          {[](const std::string& name) { return plugins::MakeRtl(plugins::kEthernetSwitch, name); },
           " --switch ethernet"}};
}

std::vector<std::string> VerifiableVariants() {
  std::vector<std::string> names;
  for (const sw::Variant& variant : sw::Variants()) {
    if (plugins::HasRtl(plugins::kEthernetSwitch, variant.name)) names.emplace_back(variant.name);
  }
  return names;
}

lockstep::VerifyReport RunVerify(const lockstep::VerifyRequest& request,
                                 const lockstep::SwitchPair& pair) {
  return lockstep::RunVerify(EthernetKind(), request, pair);
}

}  // namespace linkwright::ethernet_conformance
