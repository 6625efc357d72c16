// SPDX-License-Identifier: Apache-2.0
#include "fabric/builders/builders.h"

#include <array>

namespace linkwright::builders {

std::span<const BuilderInfo> Builders() {
  static constexpr std::array kBuilders = {
      BuilderInfo{"single_tier", "every accelerator has one link to the one switch of every plane"},
      BuilderInfo{"leaf_spine",
                  "every accelerator has one link to a leaf, every leaf links to every spine"},
  };
  return kBuilders;
}

}  // namespace linkwright::builders
