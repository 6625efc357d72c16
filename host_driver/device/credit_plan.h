// SPDX-License-Identifier: Apache-2.0
// Credit-based flow control of an Ethernet fabric instead of PFC: how many cells every port
// promises to the far end of its link, by class. Formulas: docs/models/ethernet_links.md.
#pragma once

#include <vector>

#include "fabric/topology/topology.h"
#include "host_driver/device/ethernet_fabric.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/link_credits.h"

namespace linkwright::device {

// By link. Of `settings` sizes of frames, classes and credit_cells count. Throws RunFailure when
// two switches at a link have cells of different sizes, when credit_cells do not let every frame
// start, and when a switch's memory cannot hold what its ports promise.
std::vector<interfaces::LinkCredits> PlanLinkCredits(
    const topology::Topology& topology,
    const std::vector<const spec::ethernet_switch::Variant*>& variants,
    const std::vector<int>& link_latency_cycles, const EthernetFabricSettings& settings);

// Fewest credits with which a sender of `start_cycles` (from backpressure to the last frame that it
// lets begin) can send frames of that size at all: what it may begin unseen fits.
int FewestCredits(const spec::ethernet_switch::Variant& variant, int start_cycles, int frame_bytes);

// Cycles by which link-level retry makes the loop of PFC longer: frames are stored at both ends and
// wait in queues, and either direction may have to send its window again, once.
int RetryLoopCycles(const spec::ethernet_switch::Variant& variant, int latency_cycles,
                    int frame_bytes, int peer_egress_pad);

}  // namespace linkwright::device
