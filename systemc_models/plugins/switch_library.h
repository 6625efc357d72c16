// SPDX-License-Identifier: Apache-2.0
// A shared library with one switch model in it (interfaces/switch_plugin.h), loaded and checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/switch_plugin.h"

namespace linkwright::plugins {

inline constexpr const char* kScaleUpSwitch = "scaleup_switch";
inline constexpr const char* kEthernetSwitch = "ethernet_switch";

/// What a library says of itself.
struct SwitchDescription {
  std::string component;
  std::string variant;
  std::string name;
  int ports = 0;
  linkwright_switch_contract contract = LINKWRIGHT_CONTRACT_CYCLE;
  int contract_cycles = 0;
  bool can_trace = false;
};

/// "cycle", "within 12 cycles" or "ordered".
std::string ContractText(const SwitchDescription& description);

class SwitchLibrary {
 public:
  /// A UserError if the file is not a library, if it crashes, lacks the symbol, is of another
  /// version of the interface, or says nonsense of itself. Loaded once, whoever asks, and for the
  /// rest of the program; may be called from several threads.
  static std::shared_ptr<const SwitchLibrary> Open(const std::filesystem::path& file);

  const std::filesystem::path& file() const { return file_; }
  const SwitchDescription& description() const { return description_; }

  /// Seed 0: what has no reset begins at 0; else with bits drawn from it. A model that fails ends
  /// the run with a RunFailure.
  std::unique_ptr<interfaces::ClockedSwitch> Make(std::uint64_t seed = 0) const;

 private:
  SwitchLibrary(std::filesystem::path file, const linkwright_switch_plugin_table& table);

  std::filesystem::path file_;
  const linkwright_switch_plugin_table& table_;
  SwitchDescription description_;
};

/// A model whose functions are linked with the program; tests use it for mutants. As
/// SwitchLibrary::Make.
std::unique_ptr<interfaces::ClockedSwitch> MakeSwitch(const linkwright_switch_plugin_table& table,
                                                      std::uint64_t seed = 0);

}  // namespace linkwright::plugins
