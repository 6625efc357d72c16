// SPDX-License-Identifier: Apache-2.0
// A network clocked in the SystemC kernel: endpoints, links and switches, beat by beat. Each switch
// is whatever ClockedSwitch the factory makes (twin, verilated RTL, a test's own); the network
// cannot tell. What is built, and what it reports, are its two kinds: ScaleUpNetwork and
// EthernetNetwork. Includes no <systemc>.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/units/duration.h"
#include "systemc_models/interfaces/device.h"
#include "systemc_models/interfaces/fault_target.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/network.h"
#include "systemc_models/link/link_device.h"

namespace linkwright::clocked {

struct NetworkContext {
  // Called once per simulated switch, in order of index (planes of a pod). The switch has at least
  // as many ports as the topology's node uses.
  std::function<std::unique_ptr<interfaces::ClockedSwitch>(int switch_index)> make_switch;
  // With a link layer, called once per simulated link with its number in the topology: what makes
  // the ports at its two ends. Empty, here or as an answer: twins.
  std::function<link::LinkDeviceFactory(int link)> make_link_port;
  // Once true, an access to registers that has to wait ends in a RunFailure; may be null.
  const std::atomic<bool>* interrupted = nullptr;
};

class ClockedNetwork : public interfaces::Network,
                       public interfaces::DeviceHost,
                       public interfaces::FaultTarget {
 public:
  ~ClockedNetwork() override;

  int endpoints() const override;
  units::SimTime Now() const override;
  units::Duration ClockPeriod() const override;
  // Source and landing buffers as in TransferRequest. The first beat is on the wire one cycle after
  // Now().
  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override;
  units::SimTime NextEvent() const override;
  // Throws RunFailure on an error response and when an accelerator gives up; after that only
  // destruction is allowed.
  void RunUntil(units::SimTime t) override;
  bool Quiet() const override;
  std::vector<interfaces::Device*> Devices() override;
  bool TakeInterrupt(int device) override;
  // Of simulated planes only (InternalError). Switches and endpoints of an Ethernet fabric see it
  // at the next edge; from those of a pod a link with retry hides it, and one without loses
  // packets.
  void SetLink(int link, bool up) override;
  std::string LinkName(int link) const override;
  interfaces::Activity activity() const override;
  std::string DescribeWait() const override;

 protected:
  struct State;
  explicit ClockedNetwork(std::unique_ptr<State> state);
  State& state() { return *state_; }
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace linkwright::clocked
