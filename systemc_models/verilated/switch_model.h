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
#include <exception>
#include <string>
#include <type_traits>
#include <vector>

#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/verilated/flit_wires.h"
#include "systemc_models/verilated/frame_wires.h"
#include "systemc_models/verilated/verilated_model.h"

namespace linkwright::verilated {

template <class Model>
concept CarriesFrames = requires(Model& model) {
  model.hold_i;
};

/// `Tracer` is VerilatedFstC, or void for a model without tracing.
template <class Model, int kPorts, class Tracer>
class SwitchModel {
 public:
  using Wires =
      std::conditional_t<CarriesFrames<Model>, FrameWires<Model, kPorts>, FlitWires<Model, kPorts>>;

  explicit SwitchModel(std::uint64_t seed) : model_(seed) {}

  int Reset(linkwright_switch_outputs& outputs) {
    model_.Enter();
    DriveNothing();
    model_.Reset();
    for (int port = 0; port < kPorts; ++port) {
      outputs.port[port] = {};
      outputs.port[port].bytes = 64;
    }
    wires_.Forget(outputs);
    Read(outputs);
    return Verdict();
  }

  int Tick(const linkwright_switch_inputs& inputs, linkwright_switch_outputs& outputs) {
    model_.Enter();
    Drive(inputs);
    model_.Clock([&] { Read(outputs); });
    return Verdict();
  }

  int StartTrace(const char* path) { return model_.StartTrace(path) ? 0 : 1; }
  void StopTrace() { model_.StopTrace(); }

  void Fail(const char* why) { error_ = why; }
  const char* error() const { return error_.c_str(); }

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
    wires_.DrivePorts(model, inputs);
    wires_.DriveTime(model, inputs.time);
    model.bus_valid_i = inputs.bus_valid;
    model.bus_write_i = inputs.bus_write;
    model.bus_address_i = inputs.bus_address;
    model.bus_wdata_i = inputs.bus_wdata;
  }

  void Read(linkwright_switch_outputs& outputs) {
    const Model& model = model_.wires();
    wires_.ReadPorts(model, outputs);
    outputs.bus_valid = model.bus_valid_o;
    outputs.bus_error = model.bus_error_o;
    outputs.bus_rdata = model.bus_rdata_o;
    outputs.interrupt = model.irq_o;
    outputs.idle = model.idle_o;
  }

  int Verdict() {
    if (!model_.failed()) return 0;
    error_ = "assertion of the RTL failed, see above";
    return 1;
  }

  VerilatedModel<Model, Tracer> model_;
  Wires wires_;
  std::string error_;
};

/// The functions of the interface for one model; nothing is thrown out of them.
template <class Model, int kPorts, class Tracer>
class SwitchPlugin {
 public:
  using Switch = SwitchModel<Model, kPorts, Tracer>;

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
            Destroy,
            Reset,
            Tick,
            StartTrace,
            StopTrace,
            LastError};
  }

 private:
  static Switch& Of(linkwright_switch* it) { return *reinterpret_cast<Switch*>(it); }

  static std::string& CreateError() {
    static thread_local std::string error;
    return error;
  }

  static linkwright_switch* Create(std::uint64_t seed) {
    try {
      return reinterpret_cast<linkwright_switch*>(new Switch(seed));
    } catch (const std::exception& error) {
      CreateError() = error.what();
      return nullptr;
    }
  }
  static void Destroy(linkwright_switch* it) { delete &Of(it); }
  static int Reset(linkwright_switch* it, linkwright_switch_outputs* outputs) {
    return Guarded(it, [&] { return Of(it).Reset(*outputs); });
  }
  static int Tick(linkwright_switch* it, const linkwright_switch_inputs* inputs,
                  linkwright_switch_outputs* outputs) {
    return Guarded(it, [&] { return Of(it).Tick(*inputs, *outputs); });
  }
  static int StartTrace(linkwright_switch* it, const char* path) {
    return Guarded(it, [&] { return Of(it).StartTrace(path); });
  }
  static void StopTrace(linkwright_switch* it) { Of(it).StopTrace(); }
  static const char* LastError(const linkwright_switch* it) {
    return it == nullptr ? CreateError().c_str() : reinterpret_cast<const Switch*>(it)->error();
  }

  template <class Call>
  static int Guarded(linkwright_switch* it, Call call) {
    try {
      return call();
    } catch (const std::exception& error) {
      Of(it).Fail(error.what());
      return 1;
    }
  }
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
