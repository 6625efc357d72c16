// SPDX-License-Identifier: Apache-2.0
// The books of a run: what went into a switch, by the wires and the page's rules of framing,
// against what its counters say when it has become idle. Every frame that began left, was dropped
// or was taken, and no cell is left over. Needs no twin: it holds for either side by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/ethernet/register_map.h"
#include "systemc_models/lockstep/harness/coverage.h"

namespace linkwright::lockstep::ethernet {

class FrameBooks {
 public:
  FrameBooks(const sw::Variant& variant, const RegisterMirror& mirror);

  /// The wires of a port in a cycle, noted in this one and judged in the next, when the mirror
  /// knows what the bus wrote beside them.
  void Note(int port, const interfaces::FlitBeat& beat, bool link_up);
  void Judge(int port);
  /// A write of ERROR_INJECT was granted.
  void Inject(std::uint32_t value);
  /// A frame out of a port ended.
  void Out() { ++out_; }
  /// An answer of the read-out at the end.
  void Read(std::uint32_t address, std::uint32_t data);

  /// Cells that are still held by the registers.
  std::string CellComplaint() const;
  /// Of frames; only if no counter was written or cleared.
  std::string FrameComplaint() const;
  void CollectCoverage(Coverage& coverage) const;

 private:
  struct Port {
    interfaces::FlitBeat beat;
    bool link_up = true;
    bool in_frame = false;
    int gap = 0;
    bool may_be_injected = false;  // a BAD_FCS may be due
  };
  void Begin(Port& port, bool enabled);

  const RegisterMirror& mirror_;
  std::vector<Port> ports_;
  std::uint64_t begun_ = 0, outside_ = 0, taken_ = 0, out_ = 0;
  std::uint64_t doubtful_ = 0;  // of taken_: an injected BAD_FCS may have made them drops
  std::uint64_t ended_by_link_ = 0, ended_by_port_ = 0, ended_by_gap_ = 0, longest_gaps_ = 0;
  // As read.
  std::uint64_t received_ = 0, sent_ = 0, queued_ = 0, drops_ = 0, trimmed_ = 0, cells_ = 0;
  std::string cells_at_;
};

}  // namespace linkwright::lockstep::ethernet
