// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>

#include "fabric/parts/catalog.h"
#include "fabric/parts/link_timing.h"
#include "fabric/parts/part_fields.h"

namespace linkwright::parts {

namespace {

using Json = config::Json;

void AppendEstimates(const Json& part, const std::string& prefix, std::string& out) {
  for (const auto& [key, value] : part.items()) {
    if (!value.is_object()) continue;
    if (!value.contains("low")) {
      AppendEstimates(value, prefix + key + ".", out);
      continue;
    }
    fmt::format_to(std::back_inserter(out), "| {}{} | {} | {} | {} | {} | {} | {} | {} |\n", prefix,
                   key, value["low"].get<double>(), value["mode"].get<double>(),
                   value["high"].get<double>(), value["unit"].get<std::string>(),
                   value["source"].get<std::string>(), value["date"].get<std::string>(),
                   value["note"].get<std::string>());
  }
}

void AppendReferences(const Json& part, std::string& out) {
  std::string line;
  for (const char* key : {"class", "medium", "nic", "tray", "rack", "power_shelf"}) {
    if (!part.contains(key)) continue;
    line += fmt::format("{}{}: `{}`", line.empty() ? "" : ", ", key, part[key].get<std::string>());
  }
  if (!line.empty()) out += line + "\n\n";
}

void AppendLinkTimings(const Catalog& catalog, std::string& out) {
  out +=
      "\n## What the framings make of the links\n\n"
      "Computed from the modes: a packet of 256 B, the clock of 64 B flits that it implies, and "
      "the latency of one traversal (cable + retimers or\nDSPs + codeword accumulation + "
      "decoder).\n\n"
      "| link | data rate | wire bytes | efficiency | time | clock | latency | made of |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const auto& [key, link] : catalog.links) {
    const LatencyParts latency = LatencyPartsOf(link);
    fmt::format_to(std::back_inserter(out),
                   "| {} | {} | {:.2f} | {:.2f} % | {} | {} | {} | {} + {} + {} + {} |\n", key,
                   units::Format(DataRate(link)), WireBytesOf(link, kFullPacketBytes).value(),
                   100 * Efficiency(link), units::Format(FramedTime(link, kFullPacketBytes)),
                   units::Format(ClockPeriodFor(link)), units::Format(LinkLatency(link)),
                   units::Format(latency.cable), units::Format(latency.retimers),
                   units::Format(latency.accumulation), units::Format(latency.decoder));
  }
}

std::string ShapeOf(const PodSpec& pod) {
  if (!pod.ethernet) return pod.variant;
  const EthernetSpec& fabric = *pod.ethernet;
  if (fabric.spines == 0) return fmt::format("Ethernet {}", pod.variant);
  return fmt::format("Ethernet, {} leaves {}, {} spines {}", fabric.leaves, pod.variant,
                     fabric.spines, fabric.spine_variant.value_or(pod.variant));
}

void AppendPods(const Catalog& catalog, std::string& out) {
  out +=
      "\n## Ready pods\n\n"
      "| pod | accelerators | planes | accelerator | switch | link | variant | source |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const auto& [key, pod] : catalog.pods) {
    fmt::format_to(std::back_inserter(out), "| {} | {} | {} | {} | {} | {} | {} | {} |\n", key,
                   pod.accelerators, pod.planes, pod.accelerator, pod.switch_chip, pod.link,
                   ShapeOf(pod), pod.source);
  }
}

}  // namespace

std::string ReferenceMarkdown(const Catalog& catalog) {
  std::string out =
      "# Parts\n\n"
      "Generated from `fabric/parts/data`; do not edit. Every number has a range and a source, "
      "which opens with how well it is\nknown: [V] read in the primary source, [S] read in a "
      "secondary source, [M] from memory, [D] derived by arithmetic,\n`estimate` a judgement "
      "explained in the note. Vendors print hardly any of these prices.\n";
  const Json json = config::Write(catalog);
  for (const char* section : {"classes", "accelerators", "nics", "switches", "trays", "racks",
                              "power_shelves", "links"}) {
    out += fmt::format("\n## {}\n", section);
    for (const auto& [key, part] : json[section].items()) {
      out += fmt::format("\n### {}\n\n{}\n\n", key, part["title"].get<std::string>());
      AppendReferences(part, out);
      out +=
          "| field | low | mode | high | unit | source | date | note |\n"
          "|---|---|---|---|---|---|---|---|\n";
      AppendEstimates(part, "", out);
    }
  }
  AppendLinkTimings(catalog, out);
  AppendPods(catalog, out);
  return out;
}

}  // namespace linkwright::parts
