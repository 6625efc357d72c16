// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>

#include "systemc_models/networks/clocked/ethernet_endpoint.h"
#include "systemc_models/networks/clocked/ethernet_network.h"
#include "systemc_models/networks/clocked/network_state.h"

namespace linkwright::clocked {

namespace {

using endpoints::RoceNic;

class Writer {
 public:
  explicit Writer(telemetry::RunReport& report) : report_(report) {}

  void Add(const std::string& name, uint64_t value, const char* unit, const std::string& what) {
    report_.Add("network." + name, static_cast<int64_t>(value), unit, what);
  }
  // Sum, least and most over accelerators.
  void Spread(const std::string& name, const std::vector<uint64_t>& values, const char* unit,
              const std::string& what) {
    uint64_t total = 0;
    for (const uint64_t value : values) total += value;
    Add(name + ".total", total, unit, what + ", sum over all accelerators");
    Add(name + ".min", *std::min_element(values.begin(), values.end()), unit,
        what + ", the accelerator with the least");
    Add(name + ".max", *std::max_element(values.begin(), values.end()), unit,
        what + ", the accelerator with the most");
  }

 private:
  telemetry::RunReport& report_;
};

struct NicColumn {
  const char* name;
  const char* unit;
  const char* what;
  uint64_t (*of)(const RoceNic&);
};

constexpr std::array<NicColumn, 4> kSpreads = {{
    {"frames_sent", "frames", "frames put on the link: data, acknowledgements, retransmissions",
     [](const RoceNic& nic) { return nic.counters().frames_sent; }},
    {"frame_bytes_sent", "bytes",
     "bytes of those frames, headers and FCS included, preamble and gap not",
     [](const RoceNic& nic) { return nic.counters().bytes_sent; }},
    {"data_frames_sent", "frames", "data frames put on the link",
     [](const RoceNic& nic) { return nic.sender().frames; }},
    {"data_bytes_landed", "bytes",
     "payload written to memory; equal to payload_bytes_received if nothing came twice",
     [](const RoceNic& nic) { return nic.responder().payload_bytes; }},
}};

constexpr std::array<NicColumn, 10> kSums = {{
    {"retransmissions", "frames", "data frames sent again",
     [](const RoceNic& nic) { return nic.sender().retransmissions; }},
    {"sequence_naks", "frames", "NAKs that made a sender go back",
     [](const RoceNic& nic) { return nic.sender().naks; }},
    {"timeouts", "timeouts", "times a sender went back because nothing was acknowledged",
     [](const RoceNic& nic) { return nic.sender().timeouts; }},
    {"duplicates", "frames", "data frames received again and thrown away",
     [](const RoceNic& nic) { return nic.responder().duplicates; }},
    {"out_of_order", "frames", "data frames received ahead of a missing one and thrown away",
     [](const RoceNic& nic) { return nic.responder().out_of_order; }},
    {"acknowledgements", "frames", "acknowledgements sent",
     [](const RoceNic& nic) { return nic.responder().acknowledgements; }},
    {"bad_frames", "frames", "frames that arrived broken at an accelerator",
     [](const RoceNic& nic) { return nic.counters().bad_frames; }},
    {"marked_frames", "frames", "data frames that arrived with an ECN mark",
     [](const RoceNic& nic) { return nic.counters().marked_frames; }},
    {"pauses", "frames", "PFC frames that paused an accelerator's data",
     [](const RoceNic& nic) { return nic.counters().pauses; }},
    {"data_bytes_sent", "bytes", "payload of all data frames, retransmissions included",
     [](const RoceNic& nic) { return nic.sender().payload_bytes; }},
}};

const RoceNic& NicOf(const EndpointModule& module) {
  return static_cast<const EthernetEndpoint&>(module.endpoint()).nic();
}

}  // namespace

void EthernetNetwork::AppendMetrics(telemetry::RunReport& report) const {
  const State& s = state();
  Writer writer(report);
  s.AppendTransfers(report);
  std::vector<uint64_t> sent, received;
  for (int i = 0; i < endpoints(); ++i) {
    sent.push_back(s.payload.of(i).payload_bytes_sent);
    received.push_back(s.payload.of(i).payload_bytes_received);
  }
  writer.Spread("payload_bytes_sent", sent, "bytes",
                "bytes of delivered transfers, at the initiator");
  writer.Spread("payload_bytes_received", received, "bytes",
                "bytes of delivered transfers, at the target");
  for (const NicColumn& column : kSpreads) {
    std::vector<uint64_t> values;
    for (const auto& module : s.fabric.endpoints()) values.push_back(column.of(NicOf(*module)));
    writer.Spread(column.name, values, column.unit, column.what);
  }
  for (const NicColumn& column : kSums) {
    uint64_t sum = 0;
    for (const auto& module : s.fabric.endpoints()) sum += column.of(NicOf(*module));
    writer.Add(column.name, sum, column.unit, std::string(column.what) + ", all accelerators");
  }
  writer.Add("interrupts", s.interrupts, "interrupts",
             "times a switch called the host during the run");
  writer.Add("link_events", s.link_events, "events", "links that died or came back during the run");
  s.AppendRetry(report);
  s.AppendTicks("switch cycles executed, sum over switches; idle ones are skipped",
                "network interface cycles executed, sum over accelerators; idle ones are skipped",
                report);
}

const RoceNic& EthernetNetwork::nic(int accelerator) const {
  return NicOf(*state().fabric.endpoints()[static_cast<size_t>(accelerator)]);
}

}  // namespace linkwright::clocked
