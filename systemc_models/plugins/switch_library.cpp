// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/plugins/switch_library.h"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <system_error>

#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/plugins/plugin_switch.h"
#include "systemc_models/plugins/shared_library.h"

namespace linkwright::plugins {
namespace {

constexpr std::uint32_t kMostPorts = 4096;

const linkwright_switch_plugin_table* TableOf(const std::filesystem::path& file, std::string& why) {
  void* symbol = LoadSymbol(file, LINKWRIGHT_SWITCH_PLUGIN_SYMBOL, why);
  if (symbol == nullptr) return nullptr;
  const auto* table = reinterpret_cast<linkwright_switch_plugin_function>(symbol)();
  if (table == nullptr) why = "it has no table of functions";
  return table;
}

// What is wrong with a table; empty: nothing. Calls only what an earlier check vouches for.
std::string Complaint(const linkwright_switch_plugin_table& table) {
  if (table.abi_version != LINKWRIGHT_SWITCH_ABI_VERSION) {
    return fmt::format("it speaks version {} of the switch interface, this linkwright speaks {}",
                       table.abi_version, LINKWRIGHT_SWITCH_ABI_VERSION);
  }
  if (table.table_bytes != sizeof table) {
    return fmt::format("its table of functions has {} bytes, version {} has {}", table.table_bytes,
                       table.abi_version, sizeof table);
  }
  if (!table.describe || !table.create || !table.destroy || !table.reset || !table.tick ||
      !table.last_error) {
    return "a function that every switch needs is missing from its table";
  }
  const linkwright_switch_description* said = table.describe();
  if (said == nullptr || !said->component || !said->variant || !said->name) {
    return "it does not say which switch it is";
  }
  if (std::string(said->component) != kScaleUpSwitch &&
      std::string(said->component) != kEthernetSwitch) {
    return fmt::format("it is a '{}'; expected {} or {}", said->component, kScaleUpSwitch,
                       kEthernetSwitch);
  }
  if (said->ports < 1 || said->ports > kMostPorts) {
    return fmt::format("it has {} ports; expected 1 to {}", said->ports, kMostPorts);
  }
  if (said->contract > LINKWRIGHT_CONTRACT_ORDERED) {
    return fmt::format("its contract {} is none of this version", said->contract);
  }
  if (said->can_trace != 0 && (!table.start_trace || !table.stop_trace)) {
    return "it says that it can trace, and has no function for it";
  }
  return "";
}

// In the child: as far as a run would go before its first cycle.
std::string FirstUse(const std::filesystem::path& file) {
  std::string why;
  const linkwright_switch_plugin_table* table = TableOf(file, why);
  if (table == nullptr) return why;
  why = Complaint(*table);
  if (!why.empty()) return why;
  interfaces::SwitchOutputs outputs(static_cast<int>(table->describe()->ports));
  MakeSwitch(*table)->Reset(outputs);
  return "";
}

}  // namespace

std::string ContractText(const SwitchDescription& d) {
  if (d.contract == LINKWRIGHT_CONTRACT_CYCLE) return "cycle";
  if (d.contract == LINKWRIGHT_CONTRACT_ORDERED) return "ordered";
  return fmt::format("within {} cycles", d.contract_cycles);
}

SwitchLibrary::SwitchLibrary(std::filesystem::path file,
                             const linkwright_switch_plugin_table& table)
    : file_(std::move(file)), table_(table) {
  const linkwright_switch_description& said = *table.describe();
  description_ = {.component = said.component,
                  .variant = said.variant,
                  .name = said.name,
                  .ports = static_cast<int>(said.ports),
                  .contract = static_cast<linkwright_switch_contract>(said.contract),
                  .contract_cycles = static_cast<int>(said.contract_cycles),
                  .can_trace = said.can_trace != 0};
}

std::shared_ptr<const SwitchLibrary> SwitchLibrary::Open(const std::filesystem::path& file) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, std::shared_ptr<const SwitchLibrary>> opened;
  const auto refuse = [&](const std::string& why) {
    throw diagnostics::UserError({file.string(), 0, 0}, "not a switch library: " + why);
  };
  std::error_code error;
  const std::filesystem::path found = std::filesystem::canonical(file, error);
  if (error) {
    throw diagnostics::UserError({file.string(), 0, 0},
                                 "switch library cannot be opened: " + error.message());
  }
  const std::lock_guard lock(mutex);
  std::shared_ptr<const SwitchLibrary>& library = opened[found];
  if (library) return library;
  if (!std::filesystem::is_regular_file(found)) refuse("it is not a file");
  std::string why = TryInChild([&] { return FirstUse(found); });
  if (!why.empty()) refuse(why);
  const linkwright_switch_plugin_table* table = TableOf(found, why);
  if (table == nullptr) refuse(why);
  library.reset(new SwitchLibrary(found, *table));
  return library;
}

std::unique_ptr<interfaces::ClockedSwitch> SwitchLibrary::Make(std::uint64_t seed) const {
  return MakeSwitch(table_, seed);
}

std::unique_ptr<interfaces::ClockedSwitch> MakeSwitch(const linkwright_switch_plugin_table& table,
                                                      std::uint64_t seed) {
  return std::make_unique<PluginSwitch>(table, seed);
}

}  // namespace linkwright::plugins
