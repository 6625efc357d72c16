// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/models.h"

#include <fmt/format.h>

#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/link/link_port.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/link_library.h"
#include "systemc_models/plugins/switch_library.h"

namespace linkwright::conformance {

using diagnostics::UserError;

namespace {

constexpr const char* kVariant = "p4";
constexpr int kPorts = 4;

Models Twins() {
  Models models;
  models.name = "twin";
  models.variant = spec::ethernet_switch::FindVariant(kVariant);
  models.make_switch = [variant = models.variant] {
    return ethernet_switch::MakeEthernetSwitch(*variant);
  };
  models.make_link = [](const link::LinkSizes& sizes) {
    return std::make_unique<link::LinkPort>(sizes);
  };
  return models;
}

Models Rtl(const diagnostics::SourceLocation& at) {
  Models models = Twins();
  models.name = "rtl";
  const auto library = plugins::OpenRtl(plugins::kEthernetSwitch, kVariant);
  if (!library) {
    throw UserError(at, plugins::HowToBuild(fmt::format("variant '{}'", kVariant),
                                            fmt::format("ethernet_switch_{}", kVariant)));
  }
  const std::string missing = plugins::WhyNotLinkRtl(LinkEndSizes());
  if (!missing.empty()) throw UserError(at, missing);
  models.make_switch = [library] { return library->Make(1); };
  models.make_link = [](const link::LinkSizes& sizes) { return plugins::MakeLinkRtl(sizes); };
  return models;
}

Models OfLibrary(const std::string& file, const diagnostics::SourceLocation& at) {
  Models models = Twins();
  models.name = file;
  if (plugins::IsLinkLibrary(file)) {
    models.make_link = [file](const link::LinkSizes&) { return plugins::MakeLinkOf(file); };
    return models;
  }
  const auto library = plugins::SwitchLibrary::Open(file);
  const plugins::SwitchDescription& is = library->description();
  const Variant* variant = spec::ethernet_switch::FindVariant(is.variant);
  if (is.component != plugins::kEthernetSwitch || variant == nullptr) {
    throw UserError(at, fmt::format("'{}' is of variant '{}' of {}; these cases are for Ethernet "
                                    "switches",
                                    is.name, is.variant, is.component));
  }
  if (variant->ports != is.ports || is.ports < kPorts) {
    throw UserError(at, fmt::format("'{}' has {} ports; variant '{}' has {}, and four are needed",
                                    is.name, is.ports, is.variant, variant->ports));
  }
  models.variant = variant;
  models.make_switch = [library] { return library->Make(1); };
  return models;
}

}  // namespace

link::LinkSizes LinkEndSizes() {
  link::LinkSizes sizes;
  sizes.frame_slots = 4096;
  sizes.buffer_beats = 8192;
  sizes.max_beats = 144;
  sizes.virtual_channels = 8;
  return sizes;
}

Models ModelsOf(const std::string& what) {
  const diagnostics::SourceLocation at{"--switch " + what, 1, 1};
  if (what == "twin") return Twins();
  if (what == "rtl") return Rtl(at);
  if (what.ends_with(".so") || what.find('/') != std::string::npos) return OfLibrary(what, at);
  throw UserError(at, fmt::format("'{}' is neither twin nor rtl nor a library (FILE.so)", what),
                  diagnostics::Suggest(what, std::vector<std::string>{"twin", "rtl"}));
}

}  // namespace linkwright::conformance
