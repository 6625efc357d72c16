// SPDX-License-Identifier: Apache-2.0
// A burst of frames, whole and broken, on one port of the Ethernet switch (p4): every frame meets
// the fate that the reference parser says, counted by that reason, nothing else comes out, and
// afterwards every port still carries a good frame.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>

#include "fabric/routing/frame_hash.h"
#include "systemc_models/ethernet_switch/ethernet_switch.h"
#include "systemc_models/plugins/library_search.h"
#include "systemc_models/plugins/switch_library.h"
#include "systemc_models/traffic/frame_bench.h"
#include "tests/fuzz/frame_inputs.h"
#include "tests/fuzz/paired_switch.h"
#include "tests/fuzz/reference_parser.h"

namespace linkwright::fuzz {
namespace {

namespace es = spec::ethernet_switch;
namespace regs = spec::ethernet_switch::registers;
using traffic::FrameBench;
using traffic::ReceivedFrame;

constexpr std::uint64_t kGoodMac = 0x020000000200;  // and the port's number

class ParserTarget {
 public:
  ParserTarget()
      : pair_(ethernet_switch::MakeEthernetSwitch(Variant()),
              plugins::MakeRtl(plugins::kEthernetSwitch, Variant().name)) {
    for (int r = 0; r < static_cast<int>(es::DropReason::kStorm); ++r) {
      tally_[std::string(es::Name(static_cast<es::DropReason>(r)))] = 0;
    }
    for (const char* name : {"forwarded", "poisoned", "taken", "ticks"}) tally_[name] = 0;
    tally_[pair_.has_rtl() ? "inputs with RTL" : "inputs without RTL"] = 0;
  }

  void Run(std::span<const std::uint8_t> input);
  ParserRules rules;
  const Tally& tally() const { return tally_; }

 private:
  static const es::Variant& Variant() { return *es::FindVariant("p4"); }
  void BringUp(FrameBench& bench, const Burst& burst, const KnownTable& table);
  void AddMac(FrameBench& bench, std::uint64_t mac, std::uint32_t target);
  void AddHost(FrameBench& bench, std::uint32_t key, std::uint32_t target);
  void CheckFrames(const FrameBench& bench, Outlook& outlook) const;
  void CheckCounters(FrameBench& bench, const Burst& burst, const Outlook& outlook) const;
  void CheckAlive(FrameBench& bench, const Burst& burst);
  void Count(const Outlook& outlook, std::int64_t ticks);

  PairedSwitch pair_;
  Tally tally_;
  std::map<int, int> mac_ways_, host_ways_;  // used, by row
};

void Demand(std::uint32_t found, std::uint32_t wanted, const std::string& what) {
  if (found == wanted) return;
  throw std::runtime_error(fmt::format("{} is {}, must be {}", what, found, wanted));
}

void ParserTarget::AddMac(FrameBench& bench, std::uint64_t mac, std::uint32_t target) {
  const int row = routing::MacRow(mac, Variant().mac_rows);
  const int entry = row * es::kTableWays + mac_ways_[row]++;
  if (mac_ways_[row] > es::kTableWays) throw std::logic_error("row of the MAC table is full");
  bench.Write(regs::MacKeyLow(entry), static_cast<std::uint32_t>(mac));
  bench.Write(regs::MacKeyHigh(entry), static_cast<std::uint32_t>(mac >> 32));
  bench.Write(regs::MacTarget(entry), target);
}

void ParserTarget::AddHost(FrameBench& bench, std::uint32_t key, std::uint32_t target) {
  const int row = routing::HostRow(key, Variant().host_rows);
  const int entry = row * es::kTableWays + host_ways_[row]++;
  if (host_ways_[row] > es::kTableWays) throw std::logic_error("row of the host table is full");
  bench.Write(regs::HostKey(entry), key);
  bench.Write(regs::HostTarget(entry), target);
}

void ParserTarget::BringUp(FrameBench& bench, const Burst& burst, const KnownTable& table) {
  mac_ways_.clear();
  host_ways_.clear();
  const auto cells = static_cast<std::uint32_t>(Variant().cells);
  bench.Write(regs::kSharedCells, cells);
  bench.Write(regs::kEgressSharedCells, cells);
  bench.Write(regs::kCutThrough, burst.cut_through ? 1 : 0);
  bench.Write(regs::kMaxFrame, burst.max_frame);
  bench.Write(regs::kPfcClasses, 0x5A);
  bench.Write(regs::kRouterMacLow, static_cast<std::uint32_t>(kRouterMac));
  bench.Write(regs::kRouterMacHigh, static_cast<std::uint32_t>(kRouterMac >> 32));
  for (int c = 0; c < es::kClasses; ++c) {
    bench.Write(regs::PgAlpha(c), es::kAlphaInfinite);
    bench.Write(regs::QueueAlpha(c), es::kAlphaInfinite);
    bench.Write(regs::PcpClass(c), static_cast<std::uint32_t>(c));
    bench.Write(regs::DeiClass(c), static_cast<std::uint32_t>(7 - c));
  }
  for (int d = 8; d < 64; ++d) bench.Write(regs::DscpClass(d), static_cast<std::uint32_t>(d / 8));
  for (int port = 0; port < Variant().ports; ++port) {
    bench.Write(regs::PortControl(port), port != burst.port || burst.enabled ? 1 : 0);
    bench.Write(regs::NextHopMacLow(port), static_cast<std::uint32_t>(NextHop(port)));
    bench.Write(regs::NextHopMacHigh(port), static_cast<std::uint32_t>(NextHop(port) >> 32));
  }
  for (const auto& [mac, target] : table.macs) AddMac(bench, mac, target.word());
  for (const auto& [host, target] : table.hosts) AddHost(bench, host, target.word());
  for (std::size_t i = 0; i < table.prefixes.size(); ++i) {
    const int entry = static_cast<int>(i);
    bench.Write(regs::LpmPrefix(entry), table.prefixes[i].address);
    bench.Write(regs::LpmLength(entry), static_cast<std::uint32_t>(table.prefixes[i].length));
    bench.Write(regs::LpmTarget(entry), table.prefixes[i].target.word());
  }
  for (std::size_t g = 0; g < table.groups.size(); ++g) {
    if (table.groups[g] != 0) bench.Write(regs::GroupMask(static_cast<int>(g), 0), table.groups[g]);
  }
  const auto inject = [&](es::InjectKind kind) {
    bench.Write(regs::kErrorInject,
                static_cast<std::uint32_t>(kind) << 10 | static_cast<std::uint32_t>(burst.port));
  };
  if (burst.inject_bad_fcs) inject(es::InjectKind::kBadFcs);
  if (burst.inject_drop_pfc) inject(es::InjectKind::kDropPfc);
}

// Every frame that came out is one that had to, oldest first within its port and class.
void ParserTarget::CheckFrames(const FrameBench& bench, Outlook& outlook) const {
  std::vector<bool> seen(outlook.frames.size(), false);
  for (const ReceivedFrame& received : bench.received) {
    std::uint32_t classes = 0;  // of older frames that may still have to leave here
    bool found = false;
    for (std::size_t i = 0; i < outlook.frames.size() && !found; ++i) {
      ExpectedFrame& expected = outlook.frames[i];
      if (seen[i] || (expected.ports >> received.port & 1) == 0) continue;
      if (expected.next_hop) {
        const std::uint64_t mac = NextHop(received.port);
        for (std::size_t b = 0; b < 6; ++b) {
          expected.bytes[b] = static_cast<std::uint8_t>(mac >> (8 * (5 - b)));
        }
      }
      const bool overtaken = (classes >> expected.traffic_class & 1) != 0;
      if (!overtaken && expected.error == received.error && expected.bytes == received.bytes) {
        seen[i] = found = true;
      } else if ((expected.ports & (expected.ports - 1)) == 0) {
        classes |= 1U << expected.traffic_class;
      }
    }
    if (!found) {
      throw std::runtime_error(
          fmt::format("port {} sent a frame of {} bytes{} that it should not have", received.port,
                      received.bytes.size(), received.error ? " with an error" : ""));
    }
  }
  Demand(static_cast<std::uint32_t>(bench.received.size()),
         static_cast<std::uint32_t>(outlook.frames.size()), "number of frames that came out");
}

void ParserTarget::CheckCounters(FrameBench& bench, const Burst& burst,
                                 const Outlook& outlook) const {
  const int port = burst.port;
  std::uint32_t dropped = 0;
  for (int r = 0; r < es::kDropReasons; ++r) {
    const auto reason = static_cast<es::DropReason>(r);
    const std::uint32_t count = bench.Read(regs::PortDrops(port, reason));
    Demand(count, outlook.drops[static_cast<std::size_t>(r)],
           fmt::format("drop counter {}", es::Name(reason)));
    dropped += count;
  }
  std::uint32_t sent = 0;
  for (int p = 0; p < Variant().ports; ++p) {
    sent += bench.Read(regs::PortTxFrames(p));
    Demand(bench.Read(regs::PortDrops(p, es::DropReason::kEgressDead)), 0, "EGRESS_DEAD");
    for (int c = 0; c < es::kClasses; ++c) {
      Demand(bench.Read(regs::PgDrops(p, c)), 0, fmt::format("PG_DROPS {}", c));
      Demand(bench.Read(regs::QueueDrops(p, c)), 0, fmt::format("QUEUE_DROPS {}", c));
    }
  }
  const std::uint32_t received = bench.Read(regs::PortRxFrames(port));
  Demand(received, outlook.rx_frames, "PORT_RX_FRAMES");
  Demand(bench.Read(regs::PortRxBytes(port)), outlook.rx_bytes, "PORT_RX_BYTES");
  Demand(bench.Read(regs::PortRxBytesHigh(port)), 0, "PORT_RX_BYTES_HIGH");
  Demand(bench.Read(regs::PortPoisoned(port)), outlook.poisoned, "PORT_POISONED");
  for (int c = 0; c < es::kClasses; ++c) {
    Demand(bench.Read(regs::RxPfc(port, c)), outlook.rx_pfc[static_cast<std::size_t>(c)],
           fmt::format("RX_PFC {}", c));
  }
  Demand(sent + dropped - outlook.outside + outlook.taken, received, "frames sent, dropped, taken");
  Demand(bench.Read(regs::kCellsUsed), 0, "CELLS_USED");
}

// A good frame from every port to the next one.
void ParserTarget::CheckAlive(FrameBench& bench, const Burst& burst) {
  const int ports = Variant().ports;
  bench.Write(regs::PortControl(burst.port), 1);
  bench.Write(regs::kMaxFrame, es::kMaxFrameBytes);
  for (int p = 0; p < ports; ++p) {
    AddMac(bench, kGoodMac + static_cast<std::uint64_t>(p),
           0x80000000U | static_cast<std::uint32_t>(p));
  }
  bench.received.clear();
  std::vector<traffic::FrameBytes> sent;
  for (int p = 0; p < ports; ++p) {
    traffic::MacFrameSpec spec;
    spec.destination = kGoodMac + static_cast<std::uint64_t>((p + 1) % ports);
    spec.bytes = 100 + p;
    sent.push_back(traffic::MakeMacFrame(spec));
    bench.Send(p, sent.back());
  }
  if (!bench.Drain(3000)) throw std::runtime_error("the switch is not idle after good frames");
  Demand(static_cast<std::uint32_t>(bench.received.size()), static_cast<std::uint32_t>(ports),
         "good frames that came out");
  for (const ReceivedFrame& frame : bench.received) {
    const int from = (frame.port + ports - 1) % ports;
    if (frame.error || frame.bytes != sent[static_cast<std::size_t>(from)]) {
      throw std::runtime_error(fmt::format("port {} changed a good frame", frame.port));
    }
  }
}

void ParserTarget::Count(const Outlook& outlook, std::int64_t ticks) {
  for (std::size_t r = 0; r < outlook.drops.size(); ++r) {
    if (outlook.drops[r] == 0) continue;
    tally_[std::string(es::Name(static_cast<es::DropReason>(r)))] += outlook.drops[r];
  }
  tally_["forwarded"] += static_cast<std::int64_t>(outlook.frames.size()) - outlook.poisoned;
  tally_["poisoned"] += outlook.poisoned;
  tally_["taken"] += outlook.taken;
  tally_["ticks"] += ticks;
  ++tally_[pair_.has_rtl() ? "inputs with RTL" : "inputs without RTL"];
}

void ParserTarget::Run(std::span<const std::uint8_t> input) {
  const Burst burst = DecodeBurst(input);
  const KnownTable table = TableFor(burst.port);
  Outlook outlook = Predict(burst, table, rules);
  FrameBench bench(pair_.Lend(), Variant());
  BringUp(bench, burst, table);
  bench.Run(2);
  const auto port = static_cast<std::size_t>(burst.port);
  const WireTick* tick = nullptr;
  bench.before_tick = [&](interfaces::SwitchInputs& wires) {
    wires.port[port].flit = tick->beat;
    wires.link_up[port] = tick->link ? 1 : 0;
  };
  for (const WireTick& next : burst.ticks) {
    tick = &next;
    bench.Tick();
  }
  bench.before_tick = nullptr;
  bench.inputs().link_up[port] = 1;
  if (!bench.Drain(20000)) throw std::runtime_error("the switch is not idle after the burst");
  CheckFrames(bench, outlook);
  CheckCounters(bench, burst, outlook);
  CheckAlive(bench, burst);
  Count(outlook, bench.now());
}

// libFuzzer's entry point has no argument for it.
ParserTarget& Instance() {
  static ParserTarget target;
  return target;
}

}  // namespace

Input GenerateInput(random::Stream& stream) { return FrameInput(stream); }
const Tally& Verdicts() { return Instance().tally(); }
bool PlantFault(std::string_view name) { return PlantRuleFault(name, Instance().rules); }

}  // namespace linkwright::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  linkwright::fuzz::Instance().Run({data, size});
  return 0;
}
