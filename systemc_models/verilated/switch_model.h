// SPDX-License-Identifier: Apache-2.0
// Any verilated switch behind the functions of interfaces/switch_plugin.h: the one adapter, for
// flits and for frames. A user's own plug-in is this header and one line:
//
//   #include "Vmy_switch.h"
//   #include "systemc_models/verilated/switch_model.h"
//   LINKWRIGHT_SWITCH_PLUGIN(Vmy_switch, 8, void,
//                            "p8", "my switch", LINKWRIGHT_CONTRACT_ORDERED, 0)
//
// It includes nothing of linkwright but headers, so that a plug-in links with Verilator's runtime
// alone.
#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/verilated/plugin_object.h"
#include "systemc_models/verilated/port_wires.h"
#include "systemc_models/verilated/verilated_model.h"

namespace linkwright::verilated {

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, int kPorts, class Tracer>
class SwitchModel {
 public:
  using Wires = PortWires<Model, kPorts>;

  explicit SwitchModel(std::uint64_t seed) : model_(seed) {}

  void Reset(linkwright_switch_outputs& outputs) {
    model_.Enter();
    DriveNothing();
    model_.Reset();
    for (int port = 0; port < kPorts; ++port) {
      outputs.port[port] = {};
      outputs.port[port].bytes = 64;
    }
    wires_.Forget(outputs);
    Read(outputs);
    model_.ExpectNoFailure();
  }

  void Tick(const linkwright_switch_inputs& inputs, linkwright_switch_outputs& outputs) {
    model_.Enter();
    Drive(inputs);
    model_.Clock([&] { Read(outputs); });
    model_.ExpectNoFailure();
  }

  bool StartTrace(const char* path) { return model_.StartTrace(path); }
  void StopTrace() { model_.StopTrace(); }

 private:
  void DriveNothing() {
    static const std::vector<linkwright_port_beat> beats(kPorts);
    static const std::vector<std::uint8_t> down(kPorts);
    static const std::vector<std::uint16_t> hold(kPorts);
    linkwright_switch_inputs nothing = {};
    nothing.port = beats.data();
    nothing.link_up = down.data();
    nothing.backpressure = hold.data();
    Drive(nothing);
  }

  void Drive(const linkwright_switch_inputs& inputs) {
    Model& model = model_.wires();
    wires_.Drive(model, inputs);
    model.bus_valid_i = inputs.bus_valid;
    model.bus_write_i = inputs.bus_write;
    model.bus_address_i = inputs.bus_address;
    model.bus_wdata_i = inputs.bus_wdata;
  }

  void Read(linkwright_switch_outputs& outputs) {
    const Model& model = model_.wires();
    wires_.Read(model, outputs);
    outputs.bus_valid = model.bus_valid_o;
    outputs.bus_error = model.bus_error_o;
    outputs.bus_rdata = model.bus_rdata_o;
    outputs.interrupt = model.irq_o;
    outputs.idle = model.idle_o;
  }

  VerilatedModel<Model, Tracer> model_;
  Wires wires_;
};

/// The functions of the interface for one model.
template <class Model, int kPorts, class Tracer>
class SwitchPlugin {
 public:
  using Switch = SwitchModel<Model, kPorts, Tracer>;
  using Held = PluginObject<linkwright_switch, Switch>;

  static constexpr linkwright_switch_description Describe(const char* variant, const char* name,
                                                          linkwright_switch_contract contract,
                                                          std::uint32_t cycles) {
    return {Switch::Wires::kComponent,
            variant,
            name,
            kPorts,
            static_cast<std::uint32_t>(contract),
            cycles,
            std::is_void_v<Tracer> ? 0U : 1U};
  }

  static constexpr linkwright_switch_plugin_table Table(
      const linkwright_switch_description* (*describe)()) {
    return {LINKWRIGHT_SWITCH_ABI_VERSION,
            sizeof(linkwright_switch_plugin_table),
            describe,
            Create,
            Held::Destroy,
            Reset,
            Tick,
            StartTrace,
            StopTrace,
            Held::LastError};
  }

 private:
  static linkwright_switch* Create(std::uint64_t seed) { return Held::Make(seed); }
  static int Reset(linkwright_switch* it, linkwright_switch_outputs* outputs) {
    return Held::Guarded(it, [&](Switch& model) { return model.Reset(*outputs), 0; });
  }
  static int Tick(linkwright_switch* it, const linkwright_switch_inputs* inputs,
                  linkwright_switch_outputs* outputs) {
    return Held::Guarded(it, [&](Switch& model) { return model.Tick(*inputs, *outputs), 0; });
  }
  static int StartTrace(linkwright_switch* it, const char* path) {
    return Held::Guarded(it, [&](Switch& model) { return model.StartTrace(path) ? 0 : 1; });
  }
  static void StopTrace(linkwright_switch* it) { Held::Of(it).StopTrace(); }
};

}  // namespace linkwright::verilated

/// Defines `function`, which returns the table of one model.
#define LINKWRIGHT_SWITCH_TABLE(function, Model, ports, Tracer, variant, name, contract, cycles) \
  const linkwright_switch_plugin_table* function() {                                             \
    using Plugin = ::linkwright::verilated::SwitchPlugin<Model, ports, Tracer>;                  \
    static constexpr linkwright_switch_plugin_table kTable =                                     \
        Plugin::Table([]() -> const linkwright_switch_description* {                             \
          static constexpr linkwright_switch_description kDescription =                          \
              Plugin::Describe(variant, name, contract, cycles);                                 \
          return &kDescription;                                                                  \
        });                                                                                      \
    return &kTable;                                                                              \
  }

/// Defines the one symbol that a plug-in exports.
#define LINKWRIGHT_SWITCH_PLUGIN(Model, ports, Tracer, variant, name, contract, cycles)            \
  extern "C" __attribute__((visibility("default"))) const linkwright_switch_plugin_table*          \
  linkwright_switch_plugin();                                                                      \
  LINKWRIGHT_SWITCH_TABLE(linkwright_switch_plugin, Model, ports, Tracer, variant, name, contract, \
                          cycles)
