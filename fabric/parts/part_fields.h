// SPDX-License-Identifier: Apache-2.0
// How parts are read and written (foundation/config).
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "fabric/parts/catalog.h"
#include "fabric/parts/part.h"
#include "foundation/config/config.h"

namespace linkwright::parts {

struct ExpectedUnit {
  std::string_view key;
  const Estimate& estimate;
  std::string_view unit;
};
void ExpectUnits(std::initializer_list<ExpectedUnit> expected, const config::Node& at,
                 config::Diagnostics& diagnostics);
void CheckItem(const Item& item, const config::Node& at, config::Diagnostics& diagnostics);

template <class Visitor>
void AddItemFields(Visitor& v) {
  v.Field("title", &Item::title, "what it is, in words").Required().NotEmpty();
  v.Field("class", &Item::part_class, "parts whose prices move together").Required();
  v.Field("price", &Item::price, "USD each").Required();
  v.Field("power_typical", &Item::power_typical, "W each, under load").Required();
  v.Field("power_max", &Item::power_max, "W each, to be provisioned").Required();
}

}  // namespace linkwright::parts

namespace linkwright::config {

template <>
struct EnumNames<parts::Medium> {
  static constexpr std::array<EnumName<parts::Medium>, 5> kValues = {{
      {parts::Medium::kPassiveCopper, "passive_copper", "wires alone"},
      {parts::Medium::kActiveCopper, "active_copper", "wires between retimers"},
      {parts::Medium::kOptics, "optics", "pluggable modules with a DSP"},
      {parts::Medium::kLinearOptics, "linear_optics", "pluggable modules without a DSP"},
      {parts::Medium::kCoPackagedOptics, "co_packaged_optics", "engines beside the chip"},
  }};
};

template <>
struct Describe<parts::PartClass> {
  static constexpr std::string_view kName = "part_class";
  static constexpr std::string_view kDoc = "parts whose prices move together";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("title", &parts::PartClass::title, "what it is, in words").Required().NotEmpty();
    v.Field("life", &parts::PartClass::life, "years over which it is written off").Required();
  }
  static void Check(const parts::PartClass& c, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::AcceleratorPart> {
  using Part = parts::AcceleratorPart;
  static constexpr std::string_view kName = "accelerator";
  static constexpr std::string_view kDoc = "an accelerator, scale-up ports included";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("scaleup_ports", &Part::scaleup_ports, "ports").Required();
    v.Field("nic", &Part::nic, "card in which each of its links ends, if it has cards");
  }
  static void Check(const Part& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::NicPart> {
  static constexpr std::string_view kName = "nic";
  static constexpr std::string_view kDoc = "a network interface card with one port";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("rate", &parts::NicPart::rate, "Gb/s per direction").Required();
  }
  static void Check(const parts::NicPart& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::SwitchPart> {
  using Part = parts::SwitchPart;
  static constexpr std::string_view kName = "switch";
  static constexpr std::string_view kDoc = "a switch chip, its own SerDes included";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("ports", &Part::ports, "ports").Required();
    v.Field("latency", &Part::latency, "ns, port to port, empty").Required();
    v.Field("chips_per_tray", &Part::chips_per_tray, "chips in a tray").Required();
    v.Field("tray", &Part::tray, "tray it sits in").Required();
  }
  static void Check(const Part& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::TrayPart> {
  using Part = parts::TrayPart;
  static constexpr std::string_view kName = "tray";
  static constexpr std::string_view kDoc = "a switch tray without its chips";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("rack_units", &Part::rack_units, "U").Required();
    v.Field("rack", &Part::rack, "rack it stands in").Required();
    v.Field("power_shelf", &Part::power_shelf, "what feeds it").Required();
  }
  static void Check(const Part& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::RackPart> {
  static constexpr std::string_view kName = "rack";
  static constexpr std::string_view kDoc = "a rack frame";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("rack_units", &parts::RackPart::rack_units, "U that can be filled").Required();
  }
  static void Check(const parts::RackPart& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::PowerShelfPart> {
  static constexpr std::string_view kName = "power_shelf";
  static constexpr std::string_view kDoc = "a power shelf; its power is its loss";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("capacity", &parts::PowerShelfPart::capacity, "W it can deliver").Required();
  }
  static void Check(const parts::PowerShelfPart& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::FlitFraming> {
  using Framing = parts::FlitFraming;
  static constexpr std::string_view kName = "flits";
  static constexpr std::string_view kDoc = "header flits, then data flits of the same size";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("flit_bytes", &Framing::flit_bytes, "B").Required();
    v.Field("header_flits", &Framing::header_flits, "flits per packet").Required();
  }
  static void Check(const Framing& framing, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::CodewordFraming> {
  using Framing = parts::CodewordFraming;
  static constexpr std::string_view kName = "codewords";
  static constexpr std::string_view kDoc = "a stream of packets packed into FEC codewords";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("codeword_bytes", &Framing::codeword_bytes, "B on the wire").Required();
    v.Field("flit_bytes", &Framing::flit_bytes, "B inside the code").Required();
    v.Field("payload_bytes", &Framing::payload_bytes, "B of packet stream").Required();
    v.Field("control_bytes", &Framing::control_bytes, "B per packet").Required();
    v.Field("granule_bytes", &Framing::granule_bytes, "B; data is rounded up to it").Required();
  }
  static void Check(const Framing& framing, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::FrameFraming> {
  using Framing = parts::FrameFraming;
  static constexpr std::string_view kName = "frames";
  static constexpr std::string_view kDoc = "one packet per Ethernet frame";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("preamble_bytes", &Framing::preamble_bytes, "B").Required();
    v.Field("gap_bytes", &Framing::gap_bytes, "B between frames").Required();
    v.Field("check_bytes", &Framing::check_bytes, "B of check sequence").Required();
    v.Field("forwarding_header_bytes", &Framing::forwarding_header_bytes, "B").Required();
    v.Field("transport_header_bytes", &Framing::transport_header_bytes, "B").Required();
    v.Field("min_frame_bytes", &Framing::min_frame_bytes, "B, headers to check").Required();
  }
  static void Check(const Framing& framing, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::LinkPart> {
  using Part = parts::LinkPart;
  static constexpr std::string_view kName = "link";
  static constexpr std::string_view kDoc = "a full-duplex link; price and power are per cable";
  template <class Visitor>
  static void Fields(Visitor& v) {
    parts::AddItemFields(v);
    v.Field("medium", &Part::medium, "what carries the bits").Required();
    v.Field("framing", &Part::framing, "how packets become bytes").Required();
    v.Field("rate", &Part::rate, "Gb/s per direction, as the framing counts").Required();
    v.Field("lanes", &Part::lanes, "lanes per direction").Required();
    v.Field("links_per_cable", &Part::links_per_cable, "links in a cable or cartridge").Required();
    v.Field("modules_per_link", &Part::modules_per_link, "pluggable modules").Required();
    v.Field("module_price", &Part::module_price, "USD each").Required();
    v.Field("module_power", &Part::module_power, "W each").Required();
    v.Field("length", &Part::length, "m, as used").Required();
    v.Field("reach", &Part::reach, "m, at most").Required();
    v.Field("propagation", &Part::propagation, "ns/m").Required();
    v.Field("fec_latency", &Part::fec_latency, "ns per traversal, accumulate and decode")
        .Required();
    v.Field("retimers", &Part::retimers, "retimers or DSPs passed").Required();
    v.Field("retimer_latency", &Part::retimer_latency, "ns each").Required();
    v.Field("fec_interleave", &Part::fec_interleave, "codewords side by side; 0: none").Required();
    v.Field("pre_fec_ber", &Part::pre_fec_ber, "errors/b of a lane").Required();
    v.Field("burst_length", &Part::burst_length, "b, mean run of errors").Required();
    v.Field("serdes_energy", &Part::serdes_energy, "pJ/b of the accelerator's end").Required();
  }
  static void Check(const Part& part, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::EthernetSpec> {
  using Spec = parts::EthernetSpec;
  static constexpr std::string_view kName = "ethernet_fabric";
  static constexpr std::string_view kDoc = "leaves, and spines above them";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("leaves", &Spec::leaves, "switches at which accelerators hang").Range(1, 512);
    v.Field("spines", &Spec::spines, "switches above them; 0: one tier of one leaf").Range(0, 512);
    v.Field("links_per_pair", &Spec::links_per_pair, "links of every leaf to every spine")
        .Range(1, 64);
    v.Field("spine_switch", &Spec::spine_switch, "part; left out: as the leaves");
    v.Field("spine_variant", &Spec::spine_variant,
            "Ethernet switch variant; left out: as the leaves");
    v.Field("uplink", &Spec::uplink, "part between switches; left out: as at the accelerators");
  }
  static void Check(const Spec& spec, const Node& at, Diagnostics& d);
};

template <>
struct Describe<parts::PodSpec> {
  using Pod = parts::PodSpec;
  static constexpr std::string_view kName = "pod";
  static constexpr std::string_view kDoc = "a ready pod: one switch per plane";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("title", &Pod::title, "what it is, in words").Required().NotEmpty();
    v.Field("accelerators", &Pod::accelerators, "how many").Required().Range(1, 1024);
    v.Field("planes", &Pod::planes, "switches, and links per accelerator").Required().Range(1, 512);
    v.Field("accelerator", &Pod::accelerator, "part").Required();
    v.Field("switch", &Pod::switch_chip, "part").Required();
    v.Field("link", &Pod::link, "part").Required();
    v.Field("variant", &Pod::variant, "switch variant that simulates it").Required().NotEmpty();
    v.Field("product_style", &Pod::product_style, "meant for comparisons").Required();
    v.Field("source", &Pod::source, "where the shape comes from").Required().NotEmpty();
    v.Field("ethernet", &Pod::ethernet, "makes it an Ethernet fabric instead of planes");
  }
};

template <>
struct Describe<parts::Catalog> {
  using Catalog = parts::Catalog;
  static constexpr std::string_view kName = "parts";
  static constexpr std::string_view kDoc = "parts and ready pods";
  template <class Visitor>
  static void Fields(Visitor& v) {
    v.Field("classes", &Catalog::classes, "classes of parts");
    v.Field("accelerators", &Catalog::accelerators, "accelerators");
    v.Field("nics", &Catalog::nics, "network interface cards");
    v.Field("switches", &Catalog::switches, "switch chips");
    v.Field("trays", &Catalog::trays, "switch trays");
    v.Field("racks", &Catalog::racks, "rack frames");
    v.Field("power_shelves", &Catalog::power_shelves, "power shelves");
    v.Field("links", &Catalog::links, "links and cables");
    v.Field("pods", &Catalog::pods, "ready pods");
    v.Field("assumptions", &Catalog::assumptions, "economic assumptions, read by tco/cost");
  }
  static void Check(const Catalog& catalog, const Node& at, Diagnostics& d);
};

}  // namespace linkwright::config
