// SPDX-License-Identifier: Apache-2.0
// An Ethernet switch with a sender and a receiver of frames at every port, clocked together. Works
// on any ClockedSwitch that follows docs/models/ethernet_switch.md.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "rtl/spec/generated/ethernet_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/traffic/frame_builder.h"

namespace linkwright::traffic {

/// A frame as it came out. Ticks are numbers of Tick calls, whose outputs showed the beat.
struct ReceivedFrame {
  int port = 0;
  std::int64_t head = 0;
  std::int64_t tail = 0;
  FrameBytes bytes;
  bool error = false;
};

class FrameBench {
 public:
  using Variant = spec::ethernet_switch::Variant;

  /// Resets the switch.
  FrameBench(std::unique_ptr<interfaces::ClockedSwitch> device, const Variant& variant);

  /// One clock cycle: the senders drive the wires, the switch ticks, the receivers sample.
  void Tick();
  void Run(std::int64_t ticks);
  /// Runs until senders have nothing left and the switch is idle; false after `limit` ticks.
  bool Drain(std::int64_t limit = 200000);

  /// One bus access takes one tick; the answer is on the wires after it.
  std::uint32_t Read(std::uint32_t address);
  void Write(std::uint32_t address, std::uint32_t value);
  interfaces::RegisterResponse Access(const interfaces::RegisterRequest& request);

  /// Hands a frame to the sender of `port`.
  void Send(int port, FrameBytes frame, bool error = false);
  bool Sending(int port) const { return !senders_[port].frames.empty(); }
  std::size_t Backlog(int port) const { return senders_[port].frames.size(); }

  /// Senders leave gaps as the line demands (LineBytes per tick, 20 bytes between frames);
  /// otherwise they send a beat in every tick.
  bool paced = true;
  /// Called for every frame that came out; received keeps them if `keep`.
  std::function<void(const ReceivedFrame&)> on_frame;
  std::vector<ReceivedFrame> received;
  bool keep = true;
  /// Called before the switch ticks, to change wires by hand, and after it.
  std::function<void(interfaces::SwitchInputs&)> before_tick;
  std::function<void(const interfaces::SwitchOutputs&)> after_tick;

  std::int64_t now() const { return now_; }  // number of the next Tick
  const Variant& variant() const { return variant_; }
  interfaces::ClockedSwitch& device() { return *device_; }
  interfaces::SwitchInputs& inputs() { return inputs_; }
  const interfaces::SwitchOutputs& outputs() const { return outputs_; }

 private:
  struct Outgoing {
    FrameBytes bytes;
    bool error;
  };
  struct Sender {
    std::deque<Outgoing> frames;
    std::size_t sent = 0;  // bytes of the first frame
    int debt = 0;
  };
  void Drive(int port);
  void Sample(int port);

  Variant variant_;
  std::unique_ptr<interfaces::ClockedSwitch> device_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<Sender> senders_;
  std::vector<ReceivedFrame> partial_;
  std::int64_t now_ = 0;
};

/// Puts bytes [from, from + 64) of a frame on the wires.
void DriveBeat(const FrameBytes& frame, std::size_t from, bool error, interfaces::FlitBeat& wires);

}  // namespace linkwright::traffic
