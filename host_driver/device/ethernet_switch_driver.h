// SPDX-License-Identifier: Apache-2.0
// Host software for one Ethernet switch: knows registers and nothing else, so the same code drives
// the SystemC twin and the verilated RTL.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "host_driver/device/buffer_plan.h"
#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/device.h"

namespace linkwright::device {

struct EthernetPortCounters {
  uint32_t rx_frames = 0, tx_frames = 0, poisoned = 0;
  uint64_t rx_bytes = 0, tx_bytes = 0;
  std::vector<uint32_t> drops;                 // by drop reason
  std::array<uint32_t, 8> rx_pfc{}, tx_pfc{};  // by class
  // By class: refused at this input for its priority group, and anywhere for this output's queue.
  std::array<uint32_t, 8> pg_drops{}, queue_drops{};
  std::array<uint32_t, 8> marked{};
  std::array<uint32_t, 8> headroom_watermark{}, queue_watermark{};
};

// How a queue marks, in cells: nothing up to kmin, everything from kmax on.
struct EcnCurve {
  int kmin = 0;
  int kmax = 0;                    // 0: no marking
  double probability_at_kmax = 1;  // 0 to 65535/65536
};

// How many accelerators, from the first on, find an entry in the host table of such a switch: all
// `accelerators`, or those before the first whose row is full.
int HostsThatFit(const spec::ethernet_switch::Variant& variant, int accelerators);

class EthernetSwitchDriver {
 public:
  // `device` outlives the driver; `variant` is what it must turn out to be.
  EthernetSwitchDriver(interfaces::Device& device, const spec::ethernet_switch::Variant& variant)
      : device_(device), variant_(variant) {}

  // Reads what the device says about itself. Throws diagnostics::RunFailure with one sentence per
  // constant that differs from the variant.
  void CheckIdentity();

  void SetRouterMac(uint64_t mac);
  void SetNextHop(int port, uint64_t mac);
  void EnablePort(int port, bool enabled);
  // An address leads to a port or to a group. Throws RunFailure when the table's row is full.
  void AddHost(uint32_t address, int port);
  void AddHostGroup(uint32_t address, int group);
  // Members of a group; words that are as they were are not written again.
  void SetGroup(int group, std::span<const int> ports);
  void SetGroupMode(int group, spec::ethernet_switch::Balance mode);
  void SetDscpClass(int dscp, int traffic_class);
  // `lossless`: classes with PFC, one bit each. `classes`: those that get the plan's reservations.
  void SetBuffers(const BufferPlan& plan, uint8_t lossless, uint8_t classes);
  // For links with credits: whoever has one is let in, so no class is limited, reserved or paused.
  void SetCreditBuffers();
  void SetEcn(int traffic_class, const EcnCurve& curve);
  void SetStrict(uint8_t classes);
  void SetMaxFrame(int bytes);
  void SetCutThrough(bool on);
  void SetHash(uint32_t seed, bool with_queue_pair);
  void SetFlowletGap(uint32_t ticks);
  void SetRandomSeed(uint32_t seed);
  void SetInterruptMask(std::span<const spec::ethernet_switch::Interrupt> causes);
  // Waits until every posted write is done.
  void Flush() { device_.Flush(); }

  EthernetPortCounters ReadPortCounters(int port);
  // One bit per interrupt cause; the causes are cleared.
  uint32_t TakeInterrupts();
  bool LinkUp(int port);
  const std::string& name() const { return device_.name(); }
  const spec::ethernet_switch::Variant& variant() const { return variant_; }

 private:
  uint64_t ReadWide(uint32_t low, uint32_t high);
  void AddEntry(uint32_t address, uint32_t target);

  interfaces::Device& device_;
  const spec::ethernet_switch::Variant& variant_;
  std::vector<int> ways_used_;                     // by row of the host table
  std::map<std::pair<int, int>, uint32_t> masks_;  // by group and word, as written
};

}  // namespace linkwright::device
