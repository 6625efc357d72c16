// SPDX-License-Identifier: Apache-2.0
// What registers and sampled wires tell the datapath. Written only at the end of a tick, so that
// every stage reads the state before the clock edge.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/ethernet_switch/counters.h"
#include "systemc_models/ethernet_switch/port_set.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::Variant;

/// Registers as software reads them; DerivedControl is what follows from them.
struct RawControl {
  explicit RawControl(const Variant& variant);

  std::uint32_t cut_through, max_frame, router_mac_low, router_mac_high;
  std::uint32_t hash_seed, hash_queue_pair, flowlet_gap, adaptive_shift, random_seed;
  std::uint32_t ecn_at_dequeue, trim_classes, trim_beats, trim_dscp, trim_class;
  std::uint32_t shared_cells, egress_shared_cells, lossless_shared_cells;
  std::uint32_t pfc_classes, pfc_quanta, pfc_refresh;
  std::uint32_t watchdog_detect, watchdog_restore, watchdog_action;
  std::uint32_t telemetry_udp_port, telemetry_rate, strict_classes;
  std::uint32_t interrupt_cause = 0, interrupt_mask = 0;

  PerClass pg_reserved{}, pg_alpha{}, pg_xon{}, pg_xon_offset{};
  PerClass queue_reserved{}, queue_alpha{}, queue_quantum{};
  PerClass ecn_kmin{}, ecn_kmax{}, ecn_pmax{}, pcp_class{};
  std::array<std::uint32_t, 64> dscp_class{};

  struct Port {
    std::uint32_t control = 0;
    std::uint32_t next_hop_low = 0, next_hop_high = 0;
    PerClass headroom{};
  };
  std::vector<Port> port;

  struct Group {
    std::uint32_t mode = 0;
    std::array<std::uint32_t, spec::ethernet_switch::registers::kGroupMaskWords> mask{};
  };
  std::vector<Group> group;

  struct PrefixEntry {
    std::uint32_t prefix = 0, length = 0, target = 0;
  };
  std::vector<PrefixEntry> prefix;

  struct Mac {
    std::uint32_t low = 0, high = 0, target = 0, unused = 0;
  };
  std::vector<Mac> mac;  // entry e is way e mod 4 of row e / 4

  struct Host {
    std::uint32_t key = 0, target = 0;
  };
  std::vector<Host> host;
};

/// A valid prefix, ready to compare.
struct Prefix {
  std::uint32_t value;
  std::uint32_t mask;
  std::uint32_t target;
};

struct Control : RawControl {
  explicit Control(const Variant& variant);

  int ports;
  int words;  // of port sets
  PortSet all_ports;

  PortSet enabled;
  PortSet link;                             // link_up as sampled
  PortSet live;                             // enabled and up
  std::vector<std::uint16_t> backpressure;  // as sampled

  std::vector<PortSet> members;   // of the groups, ports that exist
  std::vector<Prefix> prefixes;   // valid ones, first match wins
  std::uint32_t frame_limit = 0;  // MAX_FRAME as it acts
  std::uint64_t router_mac = 0;

  PortSet inject_bad_fcs;  // until used up
  PortSet inject_drop_pfc;

  bool Lossless(int c) const { return (pfc_classes >> c & 1) != 0; }
  /// The part of the ingress shared pool that a class may take from.
  std::uint32_t SharedCells(int c) const {
    if (Lossless(c)) return shared_cells;
    return shared_cells > lossless_shared_cells ? shared_cells - lossless_shared_cells : 0;
  }
  bool InterruptLevel() const { return (interrupt_cause & interrupt_mask) != 0; }
  std::uint64_t NextHop(int p) const {
    return std::uint64_t{port[p].next_hop_high} << 32 | port[p].next_hop_low;
  }

  // After a write to what they depend on.
  void DeriveScalars();
  void DeriveLive() { live = Intersection(enabled, link, words); }
  void DeriveGroup(int number);
  void DerivePrefixes();
};

}  // namespace linkwright::ethernet_switch
