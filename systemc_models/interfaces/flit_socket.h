// SPDX-License-Identifier: Apache-2.0
// The boundary of every clocked component: what one end of a link drives in one cycle, and the
// clocked switch behind a set of such ends. Twin, verilated RTL and a team's own RTL all stand
// behind ClockedSwitch.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace linkwright::interfaces {

inline constexpr int kFlitWords = 8;  // 64 bytes

// A flit, or a beat of an Ethernet frame, on the wire. data[0] bits [7:0] are the lowest-addressed
// byte. Meaningless unless valid.
struct FlitBeat {
  std::array<uint64_t, kFlitWords> data{};
  bool valid = false;
  bool head = false;  // header flit of a packet, first beat of a frame
  bool tail = false;  // last flit of a packet, last beat of a frame
  // Frames only; flits leave them as they are.
  uint8_t bytes = 64;  // with tail: valid bytes of this beat, 1 to 64; every other beat is full
  bool error = false;  // with tail: the frame is known to be bad
};

// A credit update: the receiver's cumulative limit for one virtual channel, in packets, modulo
// 2^16.
struct CreditBeat {
  bool valid = false;
  uint8_t vc = 0;
  uint16_t limit = 0;
};

// One direction of a port in one cycle. The credit speaks for the buffers of the end that drives
// it.
struct PortBeat {
  FlitBeat flit;
  CreditBeat credit;
};

struct RegisterRequest {
  bool valid = false;
  bool write = false;
  uint32_t address = 0;  // in bytes
  uint32_t data = 0;
};

struct RegisterResponse {
  bool valid = false;
  bool error = false;
  uint32_t data = 0;
};

struct SwitchInputs {
  explicit SwitchInputs(int ports) : port(ports), link_up(ports, 1), backpressure(ports, 0) {}
  std::vector<PortBeat> port;
  std::vector<uint8_t> link_up;
  // Frames only: what a port may not send. Bits [7:0]: traffic classes that may not start a frame;
  // bit 8: no beat may move.
  std::vector<uint16_t> backpressure;
  uint32_t time = 0;  // frames only: a tick count from a synchronised clock, modulo 2^32
  RegisterRequest bus;
};

struct SwitchOutputs {
  explicit SwitchOutputs(int ports) : port(ports) {}
  std::vector<PortBeat> port;
  // Frames only, and sized by Reset: cells charged to the priority group of port p and class c, [8
  // p + c].
  std::vector<uint32_t> occupancy;
  RegisterResponse bus;
  bool interrupt = false;
  bool idle = true;
};

// A switch with one clock. Tick takes the wires of a cycle and returns what the wires carry in the
// next one; it never allocates. `outputs` belongs to the caller, must be the object of the previous
// Tick (an implementation may rewrite only what changed), and its data is unspecified where valid
// is false. While `idle` is true and inputs are invalid, a caller may skip ticks (clock gating);
// see docs/models/scaleup_switch.md.
class ClockedSwitch {
 public:
  virtual ~ClockedSwitch() = default;
  virtual int ports() const = 0;
  virtual void Reset(SwitchOutputs& outputs) = 0;
  virtual void Tick(const SwitchInputs& inputs, SwitchOutputs& outputs) = 0;

  // Records all signals from the next Tick on into the FST file `path`, 10 units of time a tick;
  // false if this model cannot, or the file cannot be written.
  virtual bool StartTrace(const std::string& path) { return path.empty() && false; }
  virtual void StopTrace() {}
};

}  // namespace linkwright::interfaces
