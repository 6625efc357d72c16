// SPDX-License-Identifier: Apache-2.0
// One port of the link layer, clocked by its owner: the twin (LinkPort) or verilated RTL. Same
// inputs in every tick, same outputs; what happens inside: docs/models/llr.md, docs/models/cbfc.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "systemc_models/link/cbfc_receiver.h"
#include "systemc_models/link/link_config.h"
#include "systemc_models/link/link_wire.h"
#include "systemc_models/link/llr_counters.h"
#include "systemc_models/link/llr_receiver.h"
#include "systemc_models/link/llr_transmitter.h"

namespace linkwright::link {

struct LinkInputs {
  LinkConfig config;
  FrameOffer offer;           // from the core; held until taken
  FreedFrame freed;           // from the core
  LinkWire wire;              // from the peer
  bool line = true;           // the wire can take a beat in this tick
  bool corrupt_beat = false;  // damage the beat that leaves in this tick
  bool drop_control = false;  // lose the control ordered set that leaves in this tick
  bool clear_counters = false;
};

/// What the wires carry in the next cycle; `taken` speaks of the tick itself.
struct LinkOutputs {
  bool taken = false;
  LinkWire wire;
  DeliveredBeat out;
};

/// Cyclic counters of one virtual channel, modulo 2^counter_bits.
struct CreditCounts {
  std::uint32_t consumed = 0;
  std::uint32_t freed = 0;
};

class LinkDevice {
 public:
  virtual ~LinkDevice() = default;

  /// Those that it was built with.
  virtual const LinkSizes& sizes() const = 0;

  virtual void Reset() = 0;
  /// Fields of a wire or beat that is not valid are left as they were, or are anything.
  virtual void Tick(const LinkInputs& inputs, LinkOutputs& outputs) = 0;

  // State after the last tick.
  virtual LlrTxState tx_state() const = 0;
  virtual LlrRxState rx_state() const = 0;
  /// Frames sent and not acknowledged.
  virtual std::uint32_t Outstanding() const = 0;
  virtual std::uint32_t counter(LlrCounter counter) const = 0;
  /// Of what this end sends: credits that its frames took, and what the peer gave back.
  virtual CreditCounts SenderCredits(int vc) const = 0;
  /// Of what this end receives: credits that came, and what its core gave back.
  virtual CreditCounts ReceiverCredits(int vc) const = 0;
};

/// Empty stands for the twin.
using LinkDeviceFactory = std::function<std::unique_ptr<LinkDevice>(const LinkSizes& sizes)>;

}  // namespace linkwright::link
