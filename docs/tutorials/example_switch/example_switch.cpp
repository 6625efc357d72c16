// SPDX-License-Identifier: Apache-2.0
// A switch of one's own in one file: a model of variant p8 that stores whole packets and forwards
// them, without pipeline, in-network compute or error handling. It shows what a plug-in has to do:
// flits, credits, routes, and the register bus. docs/tutorials/your_rtl_behind_a_port.md builds it
// and runs kernels over it.
#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/switch_plugin.h"

namespace {

namespace su = linkwright::spec::scaleup_switch;
namespace reg = linkwright::spec::scaleup_switch::registers;

constexpr int kPorts = 8;
constexpr int kChannels = 4;
constexpr std::array<int, kChannels> kOrder = {1, 3, 0, 2};  // responses before requests

using Flit = std::array<uint64_t, 8>;

struct Packet {
  std::vector<Flit> flits;
  int input = 0;
  int channel = 0;
};

}  // namespace

// The interface's own name for an instance.
struct linkwright_switch {
  void Reset() {
    *this = {};
    const su::Variant& variant = *su::FindVariant("p8");
    slots = static_cast<uint16_t>(variant.slots_per_vc);
    registers = {{reg::kIdentity, su::kIdentityValue},
                 {reg::kSpecVersion, su::kSpecVersion},
                 {reg::kSpecHash, su::kSpecHash},
                 {reg::kVariant, variant.index},
                 {reg::kPorts, variant.ports},
                 {reg::kVirtualChannels, variant.virtual_channels},
                 {reg::kSlotsPerVc, variant.slots_per_vc},
                 {reg::kAllocator, static_cast<uint32_t>(variant.allocator)},
                 {reg::kMaxIterations, variant.max_iterations},
                 {reg::kQueueMode, static_cast<uint32_t>(variant.queue_mode)},
                 {reg::kEgressPad, variant.egress_pad},
                 {reg::kReductionEntries, variant.reduction_entries},
                 {reg::kReduceLatency, variant.reduce_latency},
                 {reg::kResultSlots, variant.result_slots},
                 {reg::kGroups, variant.groups}};
    for (auto& owed : credit_owed) owed.fill(true);  // tell everybody how much there is
  }

  void Receive(int port, const linkwright_port_beat& beat) {
    if (beat.credit_valid != 0) limit[port][beat.credit_vc] = beat.credit_limit;
    if (beat.valid == 0) return;
    Packet& packet = arriving[port];
    if (beat.head != 0) {
      packet = {{}, port, static_cast<int>(beat.data[0] >> 6 & 3)};
    }
    Flit& flit = packet.flits.emplace_back();
    for (size_t i = 0; i < flit.size(); ++i) flit[i] = beat.data[i];
    ++registers[reg::PortRxFlits(port)];
    if (beat.tail == 0) return;
    ++registers[reg::PortRxPackets(port, packet.channel)];
    const auto destination = static_cast<int>(packet.flits[0][0] >> 18 & 0x3ff);
    const uint32_t output = registers[reg::RouteWays(destination)] & 0xff;  // the first way
    queues[output % kPorts][packet.channel].push_back(packet);
  }

  void Send(int port, linkwright_port_beat& beat) {
    beat.valid = 0;
    if (leaving[port].flits.empty()) StartOne(port);
    Packet& packet = leaving[port];
    if (packet.flits.empty()) return;
    beat.valid = 1;
    beat.head = sent[port] == 0;
    for (size_t i = 0; i < 8; ++i) beat.data[i] = packet.flits[sent[port]][i];
    beat.tail = ++sent[port] == packet.flits.size();
    ++registers[reg::PortTxFlits(port)];
    if (beat.tail == 0) return;
    ++registers[reg::PortTxPackets(port, packet.channel)];
    ++freed[packet.input][packet.channel];  // its slot at the input is free again
    credit_owed[packet.input][packet.channel] = true;
    packet.flits.clear();
  }

  void StartOne(int port) {
    for (const int channel : kOrder) {
      auto& queue = queues[port][channel];
      if (queue.empty() || limit[port][channel] == used[port][channel]) continue;
      ++used[port][channel];
      leaving[port] = queue.front();
      queue.pop_front();
      sent[port] = 0;
      return;
    }
  }

  // One update per port and cycle: how many packets the sender may have sent altogether.
  void GiveCredit(int port, linkwright_port_beat& beat) {
    beat.credit_valid = 0;
    for (int channel = 0; channel < kChannels && beat.credit_valid == 0; ++channel) {
      if (!credit_owed[port][channel]) continue;
      credit_owed[port][channel] = false;
      beat.credit_valid = 1;
      beat.credit_vc = static_cast<uint8_t>(channel);
      beat.credit_limit = static_cast<uint16_t>(slots + freed[port][channel]);
    }
  }

  bool Idle() const {
    for (int port = 0; port < kPorts; ++port) {
      if (!leaving[port].flits.empty()) return false;
      for (int channel = 0; channel < kChannels; ++channel) {
        if (credit_owed[port][channel] || !queues[port][channel].empty()) return false;
      }
    }
    return true;
  }

  template <class T>
  using PerPort = std::array<T, kPorts>;
  template <class T>
  using PerChannel = std::array<std::array<T, kChannels>, kPorts>;

  uint16_t slots = 0;
  std::unordered_map<uint32_t, uint32_t> registers = {};
  PerPort<Packet> arriving = {}, leaving = {};
  PerPort<size_t> sent = {};                   // flits of `leaving`
  PerChannel<std::deque<Packet>> queues = {};  // by output
  PerChannel<uint16_t> used = {}, limit = {};  // by output: credits of who receives there
  PerChannel<uint16_t> freed = {};             // by input: credits that we gave back
  PerChannel<bool> credit_owed = {};
};

namespace {

void ReadBack(linkwright_switch_outputs* out, const linkwright_switch& it) {
  out->bus_valid = out->bus_error = out->interrupt = 0;
  out->bus_rdata = 0;
  out->idle = it.Idle();
}

int Reset(linkwright_switch* it, linkwright_switch_outputs* out) {
  it->Reset();
  for (int port = 0; port < kPorts; ++port) out->port[port] = {};
  ReadBack(out, *it);
  return 0;
}

int Tick(linkwright_switch* it, const linkwright_switch_inputs* in,
         linkwright_switch_outputs* out) {
  for (int port = 0; port < kPorts; ++port) it->Receive(port, in->port[port]);
  for (int port = 0; port < kPorts; ++port) {
    it->GiveCredit(port, out->port[port]);
    it->Send(port, out->port[port]);
  }
  ReadBack(out, *it);
  if (in->bus_valid != 0) {
    out->bus_valid = 1;
    out->idle = 0;
    uint32_t& word = it->registers[in->bus_address];
    if (in->bus_write != 0) word = in->bus_wdata;
    if (in->bus_write == 0) out->bus_rdata = word;
  }
  return 0;
}

constexpr linkwright_switch_description kDescription = {
    "scaleup_switch", "p8", "example switch", kPorts, LINKWRIGHT_CONTRACT_ORDERED, 0, 0};

constexpr linkwright_switch_plugin_table kTable = {
    LINKWRIGHT_SWITCH_ABI_VERSION,
    sizeof(linkwright_switch_plugin_table),
    [] { return &kDescription; },
    [](uint64_t) {
      auto* made = new linkwright_switch;
      made->Reset();
      return made;
    },
    [](linkwright_switch* it) { delete it; },
    Reset,
    Tick,
    nullptr,  // no waveforms
    nullptr,
    [](const linkwright_switch*) { return ""; },
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const linkwright_switch_plugin_table*
linkwright_switch_plugin() {
  return &kTable;
}
