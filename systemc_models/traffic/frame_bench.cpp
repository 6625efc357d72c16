// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/frame_bench.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace linkwright::traffic {

namespace {

constexpr std::size_t kBeatBytes = spec::ethernet_switch::kBeatBytes;
constexpr int kOverhead = spec::ethernet_switch::kFrameOverheadBytes;

}  // namespace

void DriveBeat(const FrameBytes& frame, std::size_t from, bool error, interfaces::FlitBeat& wires) {
  const std::size_t bytes = std::min(kBeatBytes, frame.size() - from);
  wires.valid = true;
  wires.head = from == 0;
  wires.tail = from + bytes == frame.size();
  wires.bytes = static_cast<std::uint8_t>(bytes);
  wires.error = wires.tail && error;
  wires.data = {};
  std::memcpy(wires.data.data(), frame.data() + from, bytes);
}

FrameBench::FrameBench(std::unique_ptr<interfaces::ClockedSwitch> device, const Variant& variant)
    : variant_(variant),
      device_(std::move(device)),
      inputs_(variant.ports),
      outputs_(variant.ports),
      senders_(variant.ports),
      partial_(variant.ports) {
  device_->Reset(outputs_);
}

void FrameBench::Drive(int port) {
  Sender& sender = senders_[port];
  interfaces::FlitBeat& wires = inputs_.port[port].flit;
  wires.valid = false;
  const bool can = !paced || sender.debt < 2 * variant_.line_bytes;
  if (can && !sender.frames.empty()) {
    const Outgoing& frame = sender.frames.front();
    DriveBeat(frame.bytes, sender.sent, frame.error, wires);
    sender.sent += wires.bytes;
    sender.debt += wires.bytes + (wires.tail ? kOverhead : 0);
    if (wires.tail) {
      sender.frames.pop_front();
      sender.sent = 0;
    }
  }
  sender.debt = std::max(0, sender.debt - variant_.line_bytes);
}

void FrameBench::Sample(int port) {
  const interfaces::FlitBeat& wires = outputs_.port[port].flit;
  if (!wires.valid) return;
  ReceivedFrame& frame = partial_[port];
  if (wires.head) {
    frame.bytes.clear();
    frame.head = now_;
    frame.port = port;
  }
  const std::size_t size = frame.bytes.size();
  frame.bytes.resize(size + (wires.tail ? wires.bytes : kBeatBytes));
  std::memcpy(frame.bytes.data() + size, wires.data.data(), frame.bytes.size() - size);
  if (!wires.tail) return;
  frame.tail = now_;
  frame.error = wires.error;
  if (on_frame) on_frame(frame);
  if (keep) received.push_back(frame);
}

void FrameBench::Tick() {
  for (int port = 0; port < variant_.ports; ++port) Drive(port);
  inputs_.time = static_cast<std::uint32_t>(now_);
  if (before_tick) before_tick(inputs_);
  device_->Tick(inputs_, outputs_);
  inputs_.bus.valid = false;
  for (int port = 0; port < variant_.ports; ++port) Sample(port);
  if (after_tick) after_tick(outputs_);
  ++now_;
}

void FrameBench::Run(std::int64_t ticks) {
  for (std::int64_t tick = 0; tick < ticks; ++tick) Tick();
}

bool FrameBench::Drain(std::int64_t limit) {
  const auto settled = [&] {
    return outputs_.idle && std::all_of(senders_.begin(), senders_.end(),
                                        [](const Sender& s) { return s.frames.empty(); });
  };
  Tick();
  for (; limit > 0 && !settled(); --limit) Tick();
  return settled();
}

interfaces::RegisterResponse FrameBench::Access(const interfaces::RegisterRequest& request) {
  inputs_.bus = request;
  Tick();
  return outputs_.bus;
}

std::uint32_t FrameBench::Read(std::uint32_t address) {
  return Access({true, false, address, 0}).data;
}

void FrameBench::Write(std::uint32_t address, std::uint32_t value) {
  Access({true, true, address, value});
}

void FrameBench::Send(int port, FrameBytes frame, bool error) {
  senders_[port].frames.push_back({std::move(frame), error});
}

}  // namespace linkwright::traffic
