// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "fabric/parts/catalog.h"
#include "fabric/parts/link_timing.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/units/readable.h"
#include "foundation/units/text.h"
#include "host_driver/cli/command.h"
#include "host_driver/cli/explain_topology.h"
#include "host_driver/cli/names.h"
#include "host_driver/experiment/bill_text.h"
#include "host_driver/report/report_text.h"
#include "host_driver/report/terminal.h"
#include "host_driver/report/topology_text.h"
#include "host_driver/scenario/scenario.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/channel/link_figures.h"
#include "systemc_models/endpoints/roce_frame.h"
#include "tco/scoring/price_tag.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/describe.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::cli {
namespace {

using report::PrintFitted;

void PrintEstimate(const char* name, const parts::Estimate& e) {
  const std::string range =
      e.low == e.high ? "" : fmt::format(" ({} to {})", e.low, e.high);  // known, or defined
  PrintFitted("  {:<22} {}{} {}\n  {:<22} {}, {}{}{}\n", name, e.mode, range, e.unit, "", e.source,
              e.date, e.note.empty() ? "" : "; ", e.note);
}

void ExplainProgram(const collectives::KernelProgram& program, const std::string& doc) {
  if (!doc.empty()) PrintFitted("{}\n", doc);
  PrintFitted("{}", collectives::Describe(program));
}

bool ExplainAlgorithm(const std::string& name, int ranks) {
  const collectives::Algorithm* algorithm = algorithms::BuiltIn().Find(name);
  if (algorithm == nullptr) return false;
  PrintFitted("algorithm {}; ranks: {}; shown for {} ranks, 1 channel\n", algorithm->name,
              algorithm->constraint, ranks);
  ExplainProgram(algorithms::BuiltIn().Generate(algorithm->name, {.ranks = ranks}), algorithm->doc);
  return true;
}

bool ExplainEthernetVariant(const std::string& name) {
  const auto* v = spec::ethernet_switch::FindVariant(name);
  if (v == nullptr) return false;
  PrintFitted(
      "Ethernet switch variant {}: {}\n  ports {}, cells {} of {} bytes, line {} bytes per tick of "
      "{} ps\n"
      "  egress pad {} ticks (port to port {} ticks)\n"
      "  groups {}, MAC entries {}, host entries {}, prefixes {}, flowlets per port {}\n  RTL: "
      "{}\n",
      v->name, v->doc, v->ports, v->cells, v->cell_beats * spec::ethernet_switch::kBeatBytes,
      v->line_bytes, v->clock_period_ps, v->egress_pad,
      spec::ethernet_switch::kPipelineTicks + v->egress_pad, v->groups, v->mac_entries,
      v->host_entries, v->lpm_entries, v->flowlets, v->rtl ? "yes" : "no, twin only");
  return true;
}

bool ExplainVariant(const std::string& name) {
  const auto* v = spec::scaleup_switch::FindVariant(name);
  if (v == nullptr) return false;
  PrintFitted(
      "switch variant {}: {}\n  ports {}, virtual channels {}, packet slots per VC {}, allocator "
      "{}, queues {}\n"
      "  iterations up to {}, egress pad {} cycles (port to port {} cycles of {} ps)\n"
      "  reduction entries per port {}, reduce latency {} cycles, result slots {}, groups {}\n  "
      "RTL: {}\n",
      v->name, v->doc, v->ports, v->virtual_channels, v->slots_per_vc,
      spec::scaleup_switch::Name(v->allocator), spec::scaleup_switch::Name(v->queue_mode),
      v->max_iterations, v->egress_pad, 4 + v->egress_pad, v->clock_period_ps, v->reduction_entries,
      v->reduce_latency, v->result_slots, v->groups, v->rtl ? "yes" : "no, twin only");
  return true;
}

std::string SwitchesOf(const parts::PodSpec& pod) {
  if (!pod.ethernet)
    return fmt::format("{} of one switch ({}, variant {})", ShapeOf(pod), pod.switch_chip,
                       pod.variant);
  const parts::EthernetSpec& fabric = *pod.ethernet;
  const std::string leaves = fmt::format("({}, variant {})", pod.switch_chip, pod.variant);
  if (fabric.spines == 0) return "one Ethernet switch " + leaves;
  return fmt::format("{}: leaves {}, spines ({}, variant {}), links between every two: {}",
                     ShapeOf(pod), leaves, fabric.spine_switch.value_or(pod.switch_chip),
                     fabric.spine_variant.value_or(pod.variant), fabric.links_per_pair);
}

bool ExplainPod(const parts::Catalog& catalog, const std::string& name,
                const telemetry::Page& page) {
  if (!catalog.pods.contains(name)) return false;
  const parts::PodSpec& pod = catalog.pod(name);
  PrintFitted("pod {}: {}\n  {} accelerators ({}), {}, links {}\n  source: {}\n\n", name, pod.title,
              pod.accelerators, pod.accelerator, SwitchesOf(pod), pod.link, pod.source);
  const topology::Topology topology = parts::BuildPod(catalog, pod);
  const scoring::PriceTag tag = scoring::MakePriceTag(topology, catalog, cost::LoadAssumptions());
  report::Print("{}\n{}\n{}", report::TopologyText(topology, page), experiment::BillText(tag, page),
                report::MetricsTable(scoring::Metrics(tag), page.details).ToText(page));
  return true;
}

void PrintItem(const parts::Item& item) {
  PrintFitted("{}\n", item.title);
  PrintEstimate("price", item.price);
  PrintEstimate("power, typical", item.power_typical);
  PrintEstimate("power, maximum", item.power_max);
}

std::string Seconds(double seconds) {
  constexpr double kYear = 365.25 * 86400;
  if (seconds > 1e10 * kYear) return "never in 1e10 years";
  if (seconds > kYear) return fmt::format("once in {:.2g} years", seconds / kYear);
  return fmt::format("every {:.3g} s", seconds);
}

void ExplainFraming(const parts::LinkPart& part) {
  PrintFitted(
      "  framing                of {} on the line the code leaves {:.1f} %, with link headers "
      "{:.1f} %\n"
      "  {:<22} 256-byte packets: {:.1f} % of {}, {:.1f} Gb/s, {} each; flit clock {}\n",
      units::Format(parts::LineRate(part)), 100 * parts::FecEfficiency(part),
      100 * std::min(parts::FecEfficiency(part), parts::CodeEfficiency(part)), "",
      100 * parts::Efficiency(part), units::Format(parts::RawRate(part)),
      static_cast<double>(parts::PayloadRate(part).bits_per_second()) / 1e9,
      units::Format(parts::FramedTime(part, 256)), units::Format(parts::ClockPeriodFor(part)));
}

// What network cards send, and in which ticks the switches of this rate take it.
void ExplainRoceFraming(const parts::LinkPart& part) {
  constexpr size_t kMtu = 4096;
  constexpr size_t kFrame = endpoints::RoceFrameBytes(endpoints::RoceOpcode::kWriteMiddle, kMtu);
  constexpr double kShare =
      static_cast<double>(kMtu) /
      static_cast<double>(kFrame + spec::ethernet_switch::kFrameOverheadBytes);
  const auto rate = static_cast<double>(parts::RawRate(part).bits_per_second());
  PrintFitted(
      "  framing                of {} on the line the code leaves {:.1f} %\n"
      "  {:<22} RoCE frames of {} payload bytes: {} and {} of preamble and gap; payload {:.1f} % "
      "of {}, {:.1f} Gb/s\n",
      units::Format(parts::LineRate(part)), 100 * parts::FecEfficiency(part), "",
      units::Grouped(kMtu), units::Grouped(kFrame), spec::ethernet_switch::kFrameOverheadBytes,
      100 * kShare, units::Format(parts::RawRate(part)), kShare * rate / 1e9);
  for (const auto& v : spec::ethernet_switch::Variants()) {
    const double ticks = v.line_bytes * 8e12 / v.clock_period_ps;
    if (ticks < rate * 0.999 || ticks > rate * 1.001) continue;
    PrintFitted("  {:<22} tick of the fabric {} ps, {} bytes each\n", "", v.clock_period_ps,
                v.line_bytes);
    return;
  }
}

// Frames that carry no packets of a scale-up pod.
bool IsOfEthernetFabrics(const parts::Catalog& catalog, const std::string& link) {
  return std::any_of(catalog.pods.begin(), catalog.pods.end(), [&](const auto& named) {
    return named.second.ethernet && named.second.link == link;
  });
}

void ExplainLinkFigures(const parts::LinkPart& part, bool ethernet) {
  const parts::LatencyParts latency = parts::LatencyPartsOf(part);
  PrintFitted(
      "  one traversal          {}: cable {}, retimers or DSPs {}, codewords accumulate {}, "
      "decoder {}\n",
      units::Format(parts::LinkLatency(part)), units::Format(latency.cable),
      units::Format(latency.retimers), units::Format(latency.accumulation),
      units::Format(latency.decoder));
  ethernet ? ExplainRoceFraming(part) : ExplainFraming(part);
  const parts::Range failure = channel::CodewordFailure(part);
  PrintFitted("  uncorrectable codeword {:.1e} ({:.1e} to {:.1e}): {} ({} to {})\n", failure.mode,
              failure.low, failure.high,
              Seconds(channel::SecondsBetweenFailures(part, failure.mode)),
              Seconds(channel::SecondsBetweenFailures(part, failure.high)),
              Seconds(channel::SecondsBetweenFailures(part, failure.low)));
  if (ethernet) return;  // the units below are packets of 256 bytes
  const channel::ReplayUnit unit = channel::ReplayUnitOf(part);
  const units::Duration loop = channel::AckLoop(part, units::Duration::Zero());
  PrintFitted(
      "  replay                 units of {} and {}; the acknowledgement loop of {} without "
      "turnaround holds {}: {}\n",
      units::Format(unit.stored), units::Format(unit.wire_time), units::Format(loop),
      channel::UnitsInLoop(unit, loop), units::Format(channel::ReplayBuffer(unit, loop)));
}

// What holds and feeds switches.
bool ExplainInfrastructure(const parts::Catalog& catalog, const std::string& name) {
  if (catalog.trays.contains(name)) {
    const parts::TrayPart& part = catalog.tray(name);
    PrintItem(part);
    PrintEstimate("height", part.rack_units);
    PrintFitted("  {:<22} {}, power from {}\n", "stands in", part.rack, part.power_shelf);
    return true;
  }
  if (catalog.racks.contains(name)) {
    PrintItem(catalog.rack(name));
    PrintEstimate("height", catalog.rack(name).rack_units);
    return true;
  }
  if (!catalog.power_shelves.contains(name)) return false;
  PrintItem(catalog.power_shelf(name));
  PrintEstimate("capacity", catalog.power_shelf(name).capacity);
  return true;
}

bool ExplainPart(const parts::Catalog& catalog, const std::string& name) {
  if (catalog.switches.contains(name)) {
    const parts::SwitchPart& part = catalog.switch_chip(name);
    PrintItem(part);
    PrintEstimate("ports", part.ports);
    PrintEstimate("latency", part.latency);
    return true;
  }
  if (catalog.links.contains(name)) {
    const parts::LinkPart& part = catalog.link(name);
    PrintItem(part);
    PrintEstimate("rate", part.rate);
    PrintEstimate("lanes", part.lanes);
    PrintEstimate("length", part.length);
    PrintEstimate("FEC latency", part.fec_latency);
    PrintEstimate("pre-FEC bit errors", part.pre_fec_ber);
    PrintEstimate("mean burst", part.burst_length);
    ExplainLinkFigures(part, IsOfEthernetFabrics(catalog, name));
    return true;
  }
  if (catalog.accelerators.contains(name)) {
    const parts::AcceleratorPart& part = catalog.accelerator(name);
    PrintItem(part);
    PrintEstimate("scale-up ports", part.scaleup_ports);
    if (part.nic) PrintFitted("  {:<22} {}, one per link\n", "network card", *part.nic);
    return true;
  }
  if (catalog.nics.contains(name)) {
    PrintItem(catalog.nic(name));
    PrintEstimate("rate", catalog.nic(name).rate);
    return true;
  }
  return ExplainInfrastructure(catalog, name);
}

void Explain(const std::string& name, int ranks, const telemetry::Page& page) {
  if (IsTopologyFile(name))
    return report::Print("{}", report::TopologyText(TopologyOfFile(name), page));
  if (scenario::IsAlgorithmFile(name)) {
    const formats::LoadedProgram loaded = formats::LoadMscclXml(name);
    for (const auto& warning : loaded.warnings)
      report::PrintError("{}\n", diagnostics::ToWarning(warning));
    ExplainProgram(loaded.program, "");
    return;
  }
  const parts::Catalog catalog = parts::LoadCatalog();
  const bool variant = ExplainVariant(name);
  if (ExplainEthernetVariant(name) || variant)
    return;  // both kinds of switch may have one of that name
  if (ExplainAlgorithm(name, ranks) || ExplainPod(catalog, name, page) ||
      ExplainPart(catalog, name))
    return;
  std::vector<std::string> names;
  for (const NamedSection& section : NamedSections()) {
    const bool words = section.title == "fidelities" || section.title == "topologies" ||
                       section.title == "families";
    for (const Named& entry : section.entries) {
      if (!words) names.push_back(entry.name);
      if (!words || entry.name != name) continue;
      PrintFitted("{} (in `linkwright list {}`): {}\n", name, section.title, entry.doc);
      return;
    }
  }
  throw diagnostics::UserError(
      {"command line", 0, 0},
      fmt::format("nothing is called '{}'; `linkwright list` shows what there is", name),
      diagnostics::Suggest(name, names));
}

}  // namespace

void AddExplain(CLI::App& app, Session&) {
  struct Options {
    std::string name;
    std::string json_path;
    int ranks = 8;
    bool details = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* explain = app.add_subcommand(
      "explain", "one algorithm, MSCCL XML file, pod, topology, part or switch variant in detail");
  explain
      ->add_option("NAME", options->name,
                   "as `linkwright list` shows it, or a file: MSCCL XML, a scenario, a topology")
      ->type_name("THING|FILE")
      ->required();
  explain->add_option("--ranks", options->ranks, "ranks an algorithm is shown for")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(2, 144));
  explain->add_flag("--details", options->details,
                    "print everything: all columns, metrics and definitions");
  explain
      ->add_option("--json", options->json_path,
                   "write the counts of a topology as JSON to this file; -: to standard output "
                   "alone")
      ->type_name("FILE");
  explain->callback([options] {
    if (!options->json_path.empty())
      WriteTopologyCounts(options->name, parts::LoadCatalog(), options->json_path);
    if (options->json_path == "-") return;
    Explain(options->name, options->ranks, report::TerminalPage(options->details));
  });
}

}  // namespace linkwright::cli
