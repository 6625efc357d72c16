// SPDX-License-Identifier: Apache-2.0
// Whether an Ethernet fabric as planned can work at all: mistakes of the input that otherwise show
// as failures of a run.
#pragma once

#include "foundation/config/document.h"
#include "foundation/units/cycles.h"
#include "host_driver/planning/ethernet_pod.h"
#include "host_driver/planning/plan.h"

namespace linkwright::planning {

// Throws UserError with a position: more accelerators than a switch's host table takes, links too
// long for the buffers of a switch, a shared pool larger than what is left, and a retransmission
// timeout that ends before an acknowledgement can be there.
void ExpectWorkingFabric(const Plan& plan, const EthernetPod& pod,
                         const config::Document& document);

// On an idle fabric, from the first frame between the farthest ranks of a job to the first
// acknowledgement: the frames up to the one that asks for it, the way there, the way back. Without
// link-level retry, so never more than it takes.
units::Cycles FirstAcknowledgement(const Plan& plan, const EthernetPod& pod, const Job& job);

}  // namespace linkwright::planning
