// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/scaleup/scaleup_kind.h"

#include <fmt/format.h>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/lockstep/harness/own_switch.h"
#include "systemc_models/lockstep/scaleup/stimulus_family.h"
#include "systemc_models/lockstep/scaleup/stimulus_generator.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::lockstep::scaleup {
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
  static constexpr auto kFamilyNames = scaleup::kFamilyNames;
  static constexpr int kRegressionFamilies = scaleup::kRegressionFamilies;
  using Family = scaleup::Family;
  using Stimulus = scaleup::Stimulus;
  static const sw::Variant* FindVariant(const std::string& name) { return sw::FindVariant(name); }
  static auto Variants() { return sw::Variants(); }
  static auto MakeTwin(const sw::Variant& variant) {
    return scaleup_switch::MakeScaleUpSwitch(variant);
  }
};

}  // namespace

const SwitchKind& ScaleUpKind() {
  static const SwitchKind kKind = [] {
    SwitchKind kind = MakeOwnKind<Own>();
    kind.describe_head = DescribeHeader;
    return kind;
  }();
  return kKind;
}

}  // namespace linkwright::lockstep::scaleup
