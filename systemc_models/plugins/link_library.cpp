// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/plugins/link_library.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "systemc_models/link/link_plugin.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/shared_library.h"

namespace linkwright::plugins {
namespace {

// The smaller one first.
constexpr std::array kLibraries = {"link_port", "link_port_deep"};

link::LinkSizes SizesOf(const linkwright_link_plugin_table& table) {
  link::LinkSizes sizes;
  sizes.frame_slots = table.frame_slots;
  sizes.buffer_beats = table.buffer_beats;
  sizes.max_beats = table.max_beats;
  sizes.virtual_channels = table.virtual_channels;
  return sizes;
}

class PluginLink final : public link::LinkDevice {
 public:
  PluginLink(const linkwright_link_plugin_table& table, std::uint64_t seed)
      : table_(table), sizes_(SizesOf(table)), port_(table.create(seed)) {
    if (port_ == nullptr) Fail();
  }
  ~PluginLink() override { table_.destroy(port_); }
  PluginLink(const PluginLink&) = delete;
  PluginLink& operator=(const PluginLink&) = delete;

  const link::LinkSizes& sizes() const override { return sizes_; }
  void Reset() override { Call(table_.reset(port_)); }
  void Tick(const link::LinkInputs& inputs, link::LinkOutputs& outputs) override {
    Call(table_.tick(port_, &inputs, &outputs));
  }
  link::LlrTxState tx_state() const override {
    return static_cast<link::LlrTxState>(table_.tx_state(port_));
  }
  link::LlrRxState rx_state() const override {
    return static_cast<link::LlrRxState>(table_.rx_state(port_));
  }
  std::uint32_t Outstanding() const override { return table_.outstanding(port_); }
  std::uint32_t counter(link::LlrCounter counter) const override {
    return table_.counter(port_, static_cast<std::int32_t>(counter));
  }
  link::CreditCounts SenderCredits(int vc) const override {
    link::CreditCounts counts;
    table_.sender_credits(port_, vc, &counts);
    return counts;
  }
  link::CreditCounts ReceiverCredits(int vc) const override {
    link::CreditCounts counts;
    table_.receiver_credits(port_, vc, &counts);
    return counts;
  }

 private:
  void Call(int status) const {
    if (status != 0) Fail();
  }
  [[noreturn]] void Fail() const {
    throw diagnostics::RunFailure(std::string("link port in RTL: ") + table_.last_error(port_));
  }

  const linkwright_link_plugin_table& table_;
  link::LinkSizes sizes_;
  linkwright_link_port* port_;
};

const linkwright_link_plugin_table* TableOf(const std::filesystem::path& file, std::string& why) {
  void* symbol = LoadSymbol(file, link::kLinkPluginSymbol, why);
  if (symbol == nullptr) return nullptr;
  const auto* table = reinterpret_cast<link::LinkPluginFunction>(symbol)();
  const bool ours = table != nullptr && table->abi_version == link::kLinkPluginVersion &&
                    table->table_bytes == sizeof *table &&
                    table->inputs_bytes == sizeof(link::LinkInputs) &&
                    table->outputs_bytes == sizeof(link::LinkOutputs);
  if (!ours) why = "it was built with other headers than this linkwright";
  return ours ? table : nullptr;
}

// Loaded once.
const linkwright_link_plugin_table* Opened(const std::filesystem::path& file) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, const linkwright_link_plugin_table*> tables;
  const std::lock_guard lock(mutex);
  const linkwright_link_plugin_table*& table = tables[file];
  if (table != nullptr) return table;
  std::string why = TryInChild([&] {
    std::string complaint;
    const auto* tried = TableOf(file, complaint);
    if (tried != nullptr) PluginLink(*tried, 1).Reset();
    return complaint;
  });
  if (why.empty()) table = TableOf(file, why);
  if (table == nullptr) {
    throw diagnostics::UserError({file.string(), 0, 0}, "not a library of a link port: " + why);
  }
  return table;
}

// Empty: it has that.
std::string WhatIsTooSmall(const link::LinkSizes& needed, const link::LinkSizes& have) {
  struct Size {
    const char* what;
    int needed, have;
  };
  const std::array<Size, 4> sizes = {{
      {"outstanding frames", needed.frame_slots, have.frame_slots},
      {"beats of replay buffer", needed.buffer_beats, have.buffer_beats},
      {"beats in a frame", needed.max_beats, have.max_beats},
      {"virtual channels", needed.virtual_channels, have.virtual_channels},
  }};
  for (const Size& size : sizes) {
    if (size.needed <= size.have) continue;
    return fmt::format("{} {} are needed, the RTL has {}", size.needed, size.what, size.have);
  }
  const bool same_numbers =
      needed.seq_bits == have.seq_bits && needed.counter_bits == have.counter_bits &&
      needed.first_seq == have.first_seq && needed.first_credit == have.first_credit;
  return same_numbers ? "" : "its numbers are of another width or begin elsewhere";
}

// The smallest that will do; null with the reason.
const linkwright_link_plugin_table* Find(const link::LinkSizes& needed, std::string& why) {
  for (const char* library : kLibraries) {
    const auto file = FindLibrary(library);
    why = file ? "" : HowToBuild("a link's end", library);
    if (!file) continue;
    const linkwright_link_plugin_table* table = Opened(*file);
    why = WhatIsTooSmall(needed, SizesOf(*table));
    if (why.empty()) return table;
  }
  return nullptr;
}

}  // namespace

bool HasLinkRtl() { return FindLibrary(kLibraries.back()).has_value(); }

std::string WhyNotLinkRtl(const link::LinkSizes& needed) {
  std::string why;
  Find(needed, why);
  return why;
}

std::unique_ptr<link::LinkDevice> MakeLinkRtl(const link::LinkSizes& needed, std::uint64_t seed) {
  std::string missing;
  const linkwright_link_plugin_table* table = Find(needed, missing);
  LINKWRIGHT_CHECK(table != nullptr) << "link end in RTL: " << missing;
  return std::make_unique<PluginLink>(*table, seed);
}

bool IsLinkLibrary(const std::filesystem::path& file) {
  const std::string why = TryInChild([&] {
    std::string complaint;
    LoadSymbol(file, link::kLinkPluginSymbol, complaint);
    return complaint;
  });
  if (why.empty()) return true;
  if (why.starts_with("it does not export")) return false;
  throw diagnostics::UserError({file.string(), 0, 0}, "cannot be loaded: " + why);
}

std::unique_ptr<link::LinkDevice> MakeLinkOf(const std::filesystem::path& file,
                                             std::uint64_t seed) {
  return std::make_unique<PluginLink>(*Opened(file), seed);
}

}  // namespace linkwright::plugins
