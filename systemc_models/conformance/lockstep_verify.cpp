// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/lockstep_verify.h"

#include <fmt/format.h>

#include <memory>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/conformance/stimulus_generator.h"
#include "systemc_models/lockstep/own_switch.h"
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

struct Own {
  static constexpr const char* kComponent = plugins::kScaleUpSwitch;
  static constexpr const char* kReplayOptions = "";
  using Stimulus = conformance::Stimulus;
  static const sw::Variant* FindVariant(const std::string& name) { return sw::FindVariant(name); }
  static auto Variants() { return sw::Variants(); }
  static auto MakeTwin(const sw::Variant& variant) {
    return scaleup_switch::MakeScaleUpSwitch(variant);
  }
  static auto ParseFamily(const std::string& name) { return conformance::ParseFamily(name); }
};

lockstep::SwitchKind MakeKind() {
  lockstep::SwitchKind kind = lockstep::OwnSwitch<Own>::Kind();
  for (const Family family : kRegressionFamilies) kind.families.emplace_back(ToString(family));
  for (const Family family : kAllFamilies) kind.all_families.emplace_back(ToString(family));
  kind.describe_head = DescribeHeader;
  return kind;
}

}  // namespace

const lockstep::SwitchKind& ScaleUpKind() {
  static const lockstep::SwitchKind kKind = MakeKind();
  return kKind;
}

lockstep::SwitchPair TwinAgainstRtl() { return lockstep::OwnSwitch<Own>::TwinAgainstRtl(); }

std::vector<std::string> VerifiableVariants() {
  return lockstep::OwnSwitch<Own>::VerifiableVariants();
}

lockstep::VerifyReport RunVerify(const lockstep::VerifyRequest& request,
                                 const lockstep::SwitchPair& pair) {
  return lockstep::RunVerify(ScaleUpKind(), request, pair);
}

}  // namespace linkwright::conformance
