// SPDX-License-Identifier: Apache-2.0
// What our own switches have in common as kinds of switch: a specification with named variants, a
// twin, RTL from a plug-in, and a stimulus of named families.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/diagnostics/check.h"
#include "systemc_models/lockstep/verify.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::lockstep {

/// `Own` says kComponent (of the plug-in), kReplayOptions (of
/// `linkwright verify`), Stimulus, FindVariant, Variants, MakeTwin, ParseFamily.
template <class Own>
struct OwnSwitch {
  /// The SystemC twin as reference, our RTL as device under test, from its plug-in.
  static SwitchPair TwinAgainstRtl() {
    return {[](const std::string& name) -> std::unique_ptr<interfaces::ClockedSwitch> {
              const auto* variant = Own::FindVariant(name);
              return variant == nullptr ? nullptr : Own::MakeTwin(*variant);
            },
            {[](const std::string& name) { return plugins::MakeRtl(Own::kComponent, name); },
             Own::kReplayOptions}};
  }

  /// Variants whose RTL is there as a plug-in, in the order of the specification.
  static std::vector<std::string> VerifiableVariants() {
    std::vector<std::string> names;
    for (const auto& variant : Own::Variants()) {
      if (plugins::HasRtl(Own::kComponent, variant.name)) names.emplace_back(variant.name);
    }
    return names;
  }

  static std::unique_ptr<Stimulus> MakeStimulus(const Scenario& what) {
    const auto* variant = Own::FindVariant(what.variant);
    const auto family = Own::ParseFamily(what.family);
    LINKWRIGHT_CHECK(variant != nullptr && family) << what.variant << " " << what.family;
    return std::make_unique<typename Own::Stimulus>(*variant, *family, what.seed, what.cycles);
  }

  /// All of a kind but its families and how its heads read.
  static SwitchKind Kind() {
    SwitchKind kind;
    for (const auto& variant : Own::Variants()) {
      kind.variants.emplace_back(variant.name);
      if (!variant.rtl) kind.twins_only.emplace_back(variant.name);
    }
    kind.verifiable = VerifiableVariants();
    kind.make_stimulus = MakeStimulus;
    return kind;
  }
};

}  // namespace linkwright::lockstep
