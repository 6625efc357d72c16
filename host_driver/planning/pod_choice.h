// SPDX-License-Identifier: Apache-2.0
// From the section `pod` of a scenario to parts that are in the catalog.
#pragma once

#include <string>
#include <vector>

#include "fabric/parts/catalog.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::planning {

// Files and folders of parts as the section names them, each relative to the file that names it.
std::vector<std::string> PartsFiles(const scenario::PodConfig& config,
                                    const config::Document& document);

// A part of scale-up pods, or of Ethernet fabrics if `ethernet`, that ready pods of the other kind
// have and no ready pod of its own kind: the name of one of them. Otherwise empty.
std::string OnlyInOtherKind(const parts::Catalog& catalog, std::string parts::PodSpec::*part,
                            const std::string& key, bool ethernet);

// `wanted`: accelerators of a bench pod that the section does not count. Throws UserError with a
// position for unknown pods and parts, and for parts that do not suit each other.
parts::PodSpec ChoosePod(const scenario::Scenario& scenario, const parts::Catalog& catalog,
                         int wanted, const config::Document& document);

}  // namespace linkwright::planning
