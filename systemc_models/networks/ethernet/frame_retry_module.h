// SPDX-License-Identifier: Apache-2.0
// Clocks one FrameRetryLink between two stations, joined to either by a Link of one cycle.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "systemc_models/networks/ethernet/frame_retry_link.h"
#include "systemc_models/networks/ethernet/link.h"

namespace linkwright::ethernet {

class FrameRetryModule final : public Station {
 public:
  // As FrameRetryLink; changes of this link, in cycles from Begin on.
  FrameRetryModule(sc_core::sc_module_name name, cycle::Clock& clock,
                   const cycle::LinkRetryParameters* retry,
                   std::vector<cycle::LinkErrorChange> changes,
                   const FrameLinkParameters& parameters, const std::string& path,
                   const std::array<std::string, 2>& toward,
                   const link::LinkDeviceFactory& make_port);

  // Its own hold of the Link toward `far`, and how the station there is to hold the other end.
  void Connect(int end, Plug plug, Link::End far);
  Plug PlugOfFar(int end, Link* link, int link_end);
  // The network's first Start.
  void Begin(int64_t start);
  // Both stations see it at the next edge.
  void SetUp(bool up);
  void LinkChanged(int, bool) override {}  // the Links to the stations stay up

  const FrameRetryLink& link() const { return link_; }

 private:
  struct Side {
    Plug plug;
    Link::End far;
    Delayed<uint16_t> backpressure;
    Delayed<Occupancy> occupancy;
    uint16_t told = 0;
  };

  bool Step(int64_t cycle) override;

  FrameRetryLink link_;
  std::vector<cycle::LinkErrorChange> changes_;
  std::array<bool, 2> tells_occupancy_;
  std::array<Side, 2> sides_;
  std::array<interfaces::FlitBeat, 2> out_;
};

}  // namespace linkwright::ethernet
