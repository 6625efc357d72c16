// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/lockstep_verify.h"

#include <fmt/format.h>

#include <memory>

#include "foundation/diagnostics/check.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/stimulus_generator.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::conformance {
namespace {

std::string DescribeHeader(const interfaces::FlitBeat& flit) {
  const sw::Header h = sw::Unpack(flit.data);
  return fmt::format(
      "{} vc={} src={} dst={} tag={:04x} bytes={} address={:x} group={} dtype={} poison={:d} "
      "status={}",
      sw::Name(h.op), h.vc, h.src, h.dst, h.tag, h.bytes, h.address, h.group,
      static_cast<int>(h.dtype), h.poison, static_cast<int>(h.status));
}

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
  for (const Family family : kRegressionFamilies) kind.families.emplace_back(ToString(family));
  for (const Family family : kAllFamilies) kind.all_families.emplace_back(ToString(family));
  kind.make_stimulus = MakeStimulus;
  kind.describe_head = DescribeHeader;
  return kind;
}

}  // namespace

const lockstep::SwitchKind& ScaleUpKind() {
  static const lockstep::SwitchKind kKind = MakeKind();
  return kKind;
}

lockstep::SwitchPair TwinAgainstRtl() {
  return {[](const std::string& name) -> std::unique_ptr<interfaces::ClockedSwitch> {
            const sw::Variant* variant = sw::FindVariant(name);
            return variant == nullptr ? nullptr : scaleup_switch::MakeScaleUpSwitch(*variant);
          },
          {[](const std::string& name) { return plugins::MakeRtl(plugins::kScaleUpSwitch, name); },
           ""}};
}

std::vector<std::string> VerifiableVariants() {
  std::vector<std::string> names;
  for (const sw::Variant& variant : sw::Variants()) {
    if (plugins::HasRtl(plugins::kScaleUpSwitch, variant.name)) names.emplace_back(variant.name);
  }
  return names;
}

lockstep::VerifyReport RunVerify(const lockstep::VerifyRequest& request,
                                 const lockstep::SwitchPair& pair) {
  return lockstep::RunVerify(ScaleUpKind(), request, pair);
}

}  // namespace linkwright::conformance
