// SPDX-License-Identifier: Apache-2.0
// A module with ports at which links end. It knows its own wires and those that it drives, nothing
// of what is behind them.
#pragma once

#include <vector>

#include "systemc_models/networks/clocked/wires.h"

namespace linkwright::clocked {

class PortModule;

struct PortEnd {
  PortModule* module = nullptr;
  int port = 0;
};

class PortModule : public Clocked {
 public:
  PortModule(sc_core::sc_module_name name, Clock& clock, int ports)
      : Clocked(name, clock), wires_(ports, *this), far_(static_cast<size_t>(ports)) {}

  // Both directions; `latency` in cycles of whoever samples. Ports that are never connected have
  // their link down.
  static void Connect(PortEnd a, PortEnd b, int latency);

  // Between edges: the wires to this port die, or come back.
  void SetPortUp(int port, bool up) {
    if (wires_.SetUp(port, up)) LinkChanged(port, up);
  }
  // The link at a port has come up or gone down; takes effect at the next edge.
  virtual void LinkChanged(int port, bool up) = 0;

 protected:
  // The wires of a port's far end: null without a link.
  struct FarEnd {
    PortModule* module = nullptr;
    Wires* wires = nullptr;
    int port = 0;
  };
  void Drive(int64_t cycle, int port, const interfaces::PortBeat& beat) {
    const FarEnd& far = far_[static_cast<size_t>(port)];
    if (far.wires == nullptr) return;
    interfaces::PortBeat& driven = far.wires->Driven(cycle, far.port);
    if (beat.flit.valid) driven.flit = beat.flit;
    driven.credit = beat.credit;
    far.wires->Sent(cycle, far.port);
  }
  virtual void Connected(int) {}

  Wires wires_;
  std::vector<FarEnd> far_;  // by port
};

}  // namespace linkwright::clocked
