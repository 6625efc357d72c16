// SPDX-License-Identifier: Apache-2.0
// What our own switches have in common as kinds of switch: a specification with named variants, a
// twin, RTL from a plug-in, and a stimulus of named families.
#pragma once

#include <algorithm>
#include <memory>
#include <string>

#include "foundation/diagnostics/check.h"
#include "systemc_models/lockstep/harness/verify.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::lockstep {

/// `Own` says kComponent (of the plug-in), kReplayOptions (of `linkwright verify`), Family,
/// kFamilyNames in its order, kRegressionFamilies (how many of them, from the first on, a
/// regression runs), Stimulus, FindVariant, Variants, MakeTwin. How heads read, and the unit, are
/// left to it.
template <class Own>
SwitchKind MakeOwnKind() {
  SwitchKind kind{
      .ours = {[](const std::string& name) -> std::unique_ptr<interfaces::ClockedSwitch> {
                 const auto* variant = Own::FindVariant(name);
                 return variant == nullptr ? nullptr : Own::MakeTwin(*variant);
               },
               {[](const std::string& name) { return plugins::MakeRtl(Own::kComponent, name); },
                Own::kReplayOptions}}};
  for (const auto& variant : Own::Variants()) {
    kind.variants.emplace_back(variant.name);
    if (!variant.rtl) kind.twins_only.emplace_back(variant.name);
    if (plugins::HasRtl(Own::kComponent, variant.name)) kind.verifiable.emplace_back(variant.name);
  }
  kind.all_families.assign(Own::kFamilyNames.begin(), Own::kFamilyNames.end());
  kind.families.assign(kind.all_families.begin(),
                       kind.all_families.begin() + Own::kRegressionFamilies);
  kind.make_stimulus = [](const Scenario& what) -> std::unique_ptr<Stimulus> {
    const auto* variant = Own::FindVariant(what.variant);
    const auto name = std::find(Own::kFamilyNames.begin(), Own::kFamilyNames.end(), what.family);
    LINKWRIGHT_CHECK(variant != nullptr && name != Own::kFamilyNames.end())
        << what.variant << " " << what.family;
    const auto family = static_cast<typename Own::Family>(name - Own::kFamilyNames.begin());
    return std::make_unique<typename Own::Stimulus>(*variant, family, what.seed, what.cycles);
  };
  return kind;
}

}  // namespace linkwright::lockstep
