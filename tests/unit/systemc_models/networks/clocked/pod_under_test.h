// SPDX-License-Identifier: Apache-2.0
// A clocked pod of twins with programmed switches, and clients that record what they are told.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabric/builders/single_tier.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/networks/clocked/scaleup_network.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/simulation/simulation.h"

namespace linkwright::clocked {

inline topology::Topology SingleTier(int accelerators, int planes, int switch_ports) {
  builders::SingleTierSettings spec;
  spec.accelerators = accelerators;
  spec.planes = planes;
  spec.switch_ports = switch_ports;
  spec.accelerator_part = "accelerator";
  spec.switch_part = "switch";
  spec.link_part = "link";
  return builders::BuildSingleTier(spec);
}

inline std::unique_ptr<ScaleUpNetwork> MakePod(int accelerators, int planes,
                                               std::string_view variant_name,
                                               ScaleUpParameters parameters = {}) {
  const auto* variant = spec::scaleup_switch::FindVariant(variant_name);
  parameters.virtual_channels = variant->virtual_channels;
  NetworkContext context;
  context.make_switch = [variant](int) { return scaleup_switch::MakeScaleUpSwitch(*variant); };
  return std::make_unique<ScaleUpNetwork>(SingleTier(accelerators, planes, variant->ports),
                                          parameters, context);
}

// What the driver does: enable ports, one route per accelerator, one mask per group. All devices
// are written before any is waited for, so the time this takes does not depend on their number.
inline void Program(interfaces::Network& network, interfaces::DeviceHost* host,
                    const std::vector<std::vector<int>>& groups = {}) {
  namespace registers = spec::scaleup_switch::registers;
  const std::vector<interfaces::Device*> devices =
      host == nullptr ? std::vector<interfaces::Device*>() : host->Devices();
  for (interfaces::Device* device : devices) {
    for (int i = 0; i < network.endpoints(); ++i) {
      device->Write(registers::PortControl(i), 1);
      device->Write(registers::RouteWays(i), static_cast<uint32_t>(i));
      device->Write(registers::RouteCount(i), 1);
    }
    for (size_t g = 0; g < groups.size(); ++g) {
      uint32_t mask[registers::kGroupMaskWords] = {};
      for (const int member : groups[g]) mask[member / 32] |= 1U << (member % 32);
      for (int w = 0; w < registers::kGroupMaskWords; ++w) {
        device->Write(registers::GroupMask(static_cast<int>(g), w), mask[w]);
      }
    }
  }
  for (interfaces::Device* device : devices) device->Flush();
  for (const auto& members : groups) network.DefineGroup(members);
}
inline void Program(ScaleUpNetwork& pod, const std::vector<std::vector<int>>& groups = {}) {
  Program(pod, &pod, groups);
}

struct Event {
  bool timer = false;
  uint64_t cookie = 0;
  int64_t at_ps = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

// A client of a simulation of its own, or of somebody's.
class Recorder final : public simulation::Client {
 public:
  explicit Recorder(interfaces::Network& network, simulation::Context context = {})
      : own_(std::make_unique<simulation::Simulation>(network, std::move(context))),
        simulation_(*own_) {}
  explicit Recorder(simulation::Simulation& simulation) : simulation_(simulation) {}

  void Start(const interfaces::TransferRequest& request) { simulation_.Start(*this, request); }
  void SetTimer(units::SimTime at, uint64_t cookie) { simulation_.SetTimer(*this, at, cookie); }
  void Run() { simulation_.Run(); }
  interfaces::Network& network() { return simulation_.network(); }

  void OnDelivered(uint64_t cookie) override { Record(false, cookie); }
  void OnTimer(uint64_t cookie) override { Record(true, cookie); }
  int64_t LastDeliveryPs() const {
    int64_t last = 0;
    for (const Event& event : events) last = event.timer ? last : event.at_ps;
    return last;
  }

  std::vector<Event> events;
  std::function<void(const Event&)> then;

 private:
  void Record(bool timer, uint64_t cookie) {
    events.push_back({timer, cookie, simulation_.Now().picoseconds()});
    if (then) then(events.back());
  }
  std::unique_ptr<simulation::Simulation> own_;
  simulation::Simulation& simulation_;
};

using Buffer = std::vector<std::byte>;

inline Buffer RandomBytes(size_t bytes, uint64_t seed) {
  Buffer buffer(bytes);
  uint64_t x = seed * 0x9E3779B97F4A7C15U + 1;
  for (std::byte& b : buffer) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    b = static_cast<std::byte>(x >> 24);
  }
  return buffer;
}

inline interfaces::TransferRequest Write(int from, int to, const Buffer& source, Buffer& landing,
                                         uint64_t cookie) {
  interfaces::TransferRequest request;
  request.kind = interfaces::TransferKind::kWrite;
  request.initiator = from;
  request.target = to;
  request.bytes = source.size();
  request.cookie = cookie;
  request.source = source.data();
  request.landing = landing.data();
  return request;
}

}  // namespace linkwright::clocked
