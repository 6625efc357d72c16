// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/frame_retry_module.h"

#include <utility>

namespace linkwright::ethernet {

using interfaces::FlitBeat;

FrameRetryModule::FrameRetryModule(sc_core::sc_module_name name, cycle::Clock& clock,
                                   const cycle::LinkRetryParameters* retry,
                                   std::vector<cycle::LinkErrorChange> changes,
                                   const FrameLinkParameters& parameters, const std::string& path,
                                   const std::array<std::string, 2>& toward,
                                   const link::LinkDeviceFactory& make_port)
    : Station(name, clock),
      link_(retry, parameters, path, toward, make_port),
      changes_(std::move(changes)),
      tells_occupancy_(parameters.tells_occupancy) {}

void FrameRetryModule::Connect(int end, Plug plug, Link::End far) {
  sides_[static_cast<size_t>(end)].plug = plug;
  sides_[static_cast<size_t>(end)].far = far;
}

Plug FrameRetryModule::PlugOfFar(int end, Link* link, int link_end) {
  Side& side = sides_[static_cast<size_t>(end)];
  return {link, link_end, &side.backpressure,
          tells_occupancy_[static_cast<size_t>(end)] ? &side.occupancy : nullptr};
}

void FrameRetryModule::Begin(int64_t start) {
  for (cycle::LinkErrorChange& change : changes_) change.cycle += start;
  link_.SetChanges(changes_);
}

void FrameRetryModule::SetUp(bool up) {
  if (up == link_.ends().up()) return;
  link_.SetUp(up);
  Wake();
  for (const Side& side : sides_) side.far.station->LinkChanged(side.far.port, up);
}

bool FrameRetryModule::Step(int64_t cycle) {
  for (const int end : {0, 1}) {
    Side& side = sides_[static_cast<size_t>(end)];
    if (const FlitBeat* beat = side.plug.Take(cycle)) link_.Push(end, *beat);
    if (tells_occupancy_[static_cast<size_t>(end)])
      link_.SetOccupancy(end, side.occupancy.Get(cycle));
  }
  link_.Tick(cycle, out_);
  for (const int end : {0, 1}) {
    Side& side = sides_[static_cast<size_t>(end)];
    const FlitBeat& out = out_[static_cast<size_t>(end)];
    if (out.valid) side.plug.Drive(cycle, out);
    const uint16_t backpressure = link_.backpressure(end);
    if (backpressure == side.told) continue;
    side.told = backpressure;
    side.backpressure.Set(cycle, backpressure);
    side.far.station->Wake();
  }
  return !link_.quiet() || expecting();
}

}  // namespace linkwright::ethernet
