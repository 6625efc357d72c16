// SPDX-License-Identifier: Apache-2.0
// What pods are made of, as data. Every number is an Estimate; every part belongs to a class whose
// prices move together. The YAML files are in fabric/parts/data and are compiled into the binary.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "fabric/parts/estimate.h"

namespace linkwright::parts {

// Parts whose prices rise and fall together, and which are written off over the same time.
struct PartClass {
  std::string title;
  Estimate life;  // y
};

// What every part has.
struct Item {
  std::string title;
  std::string part_class;
  Estimate price;          // USD each
  Estimate power_typical;  // W each
  Estimate power_max;      // W each
};

// A network interface card: one per link of an accelerator that names it.
struct NicPart : Item {
  Estimate rate;  // Gb/s per direction
};

// Its power is the whole device's, scale-up ports included.
struct AcceleratorPart : Item {
  Estimate scaleup_ports;          // ports
  std::optional<std::string> nic;  // key; its links end in cards of their own
};

// A switch chip. Its power contains its own SerDes, not cables or optics.
struct SwitchPart : Item {
  Estimate ports;           // ports
  Estimate latency;         // ns, first bit in to first bit out of an empty switch
  Estimate chips_per_tray;  // chips
  std::string tray;         // key of the tray it sits in
};

// Chassis, board, control processor, fans: what a switch tray has beside its switch chips.
struct TrayPart : Item {
  Estimate rack_units;      // U
  std::string rack;         // key; the tray pays its share of height
  std::string power_shelf;  // key; the tray pays its share of maximum power
};

struct RackPart : Item {
  Estimate rack_units;  // U that can be filled
};

struct PowerShelfPart : Item {
  Estimate capacity;  // W
};

// Packets as header flits and data flits of one size.
struct FlitFraming {
  Estimate flit_bytes;    // B
  Estimate header_flits;  // flits
};

// A byte stream of packets (control part and data in granules) packed into FEC codewords.
struct CodewordFraming {
  Estimate codeword_bytes;  // B on the wire
  Estimate flit_bytes;      // B inside the code: payload, headers and CRC
  Estimate payload_bytes;   // B of packet stream
  Estimate control_bytes;   // B per packet
  Estimate granule_bytes;   // B; data is rounded up to it
};

// One packet per Ethernet frame.
struct FrameFraming {
  Estimate preamble_bytes;           // B
  Estimate gap_bytes;                // B
  Estimate check_bytes;              // B
  Estimate forwarding_header_bytes;  // B
  Estimate transport_header_bytes;   // B
  Estimate min_frame_bytes;          // B from forwarding header to check, inclusive
};

using Framing = std::variant<FlitFraming, CodewordFraming, FrameFraming>;

// What carries the bits between the two SerDes.
enum class Medium { kPassiveCopper, kActiveCopper, kOptics, kLinearOptics, kCoPackagedOptics };

// A full-duplex link with its cable. price and power are per cable; `end` figures are per pluggable
// module.
struct LinkPart : Item {
  Medium medium = Medium::kPassiveCopper;
  Framing framing;
  Estimate rate;              // Gb/s per direction, as the framing counts bytes
  Estimate lanes;             // lanes per direction
  Estimate links_per_cable;   // links
  Estimate modules_per_link;  // modules (pluggable ends; 0 for copper)
  Estimate module_price;      // USD
  Estimate module_power;      // W
  Estimate length;            // m, in the pods that use it
  Estimate reach;             // m
  Estimate propagation;       // ns/m
  Estimate fec_latency;       // ns per traversal: codewords accumulate, then are decoded
  Estimate retimers;          // retimers or module DSPs a traversal passes
  Estimate retimer_latency;   // ns each
  Estimate fec_interleave;    // codewords filled side by side; 0: no code
  Estimate pre_fec_ber;       // errors/b of a lane, before correction
  Estimate burst_length;      // b, mean length of a run of errors; 1: errors are independent
  Estimate
      serdes_energy;  // pJ/b of the accelerator's end: transmitter and receiver of one lane pair
};

// What makes a pod an Ethernet fabric: `switch_chip` and `variant` are then its leaves'.
struct EthernetSpec {
  int leaves = 1;
  int spines = 0;                            // 0: one tier, one leaf
  int links_per_pair = 1;                    // of a leaf and a spine
  std::optional<std::string> spine_switch;   // key; left out: as the leaves
  std::optional<std::string> spine_variant;  // of rtl/spec/ethernet_switch.yaml; likewise
  std::optional<std::string> uplink;         // key of the links between switches; as `link`
};

// A ready pod: one switch per plane, one link from every accelerator to every plane; or an Ethernet
// fabric.
struct PodSpec {
  std::string title;
  int accelerators = 0;
  int planes = 0;
  std::string accelerator;     // key
  std::string switch_chip;     // key
  std::string link;            // key
  std::string variant;         // of rtl/spec/scaleup_switch.yaml, or ethernet_switch.yaml
  bool product_style = false;  // meant for comparisons; false: a bench pod
  std::string source;          // where the shape comes from
  std::optional<EthernetSpec> ethernet;

  int switches() const { return ethernet ? ethernet->leaves + ethernet->spines : planes; }
};

}  // namespace linkwright::parts
