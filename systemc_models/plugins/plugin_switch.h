// SPDX-License-Identifier: Apache-2.0
// A model behind the functions of a plug-in, as a ClockedSwitch. Wires are not copied: the C
// structures have the layout of the C++ ones.
#pragma once

#include <cstdint>
#include <string>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/switch_plugin.h"

namespace linkwright::plugins {

class PluginSwitch final : public interfaces::ClockedSwitch {
 public:
  /// `table` has been checked, and outlives this. A RunFailure if the library cannot make one.
  PluginSwitch(const linkwright_switch_plugin_table& table, std::uint64_t seed);
  ~PluginSwitch() override;
  PluginSwitch(const PluginSwitch&) = delete;
  PluginSwitch& operator=(const PluginSwitch&) = delete;

  int ports() const override { return ports_; }
  /// Both throw a RunFailure when the model gives up (an assertion in the RTL failed).
  void Reset(interfaces::SwitchOutputs& outputs) override;
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override;

  bool StartTrace(const std::string& path) override;
  void StopTrace() override;

 private:
  void Call(int status) const {
    if (status != 0) Fail();
  }
  [[noreturn]] void Fail() const;

  const linkwright_switch_plugin_table& table_;
  const int ports_;
  const bool frames_, can_trace_;
  linkwright_switch* model_;
};

}  // namespace linkwright::plugins
