// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/oracle/ethernet_oracle.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace linkwright::oracle {

namespace {

constexpr int kAt = 44;
constexpr std::uint64_t kMark = 0x4C574F52;
constexpr std::uint64_t kPauseAddress = 0x0180C2000001;

std::uint64_t Field(const interfaces::FlitBeat& beat, int at, int bytes) {
  std::uint64_t value = 0;
  for (int n = at; n < at + bytes; ++n) {
    value = value << 8 | (beat.data[static_cast<std::size_t>(n / 8)] >> (8 * (n % 8)) & 0xFF);
  }
  return value;
}

std::optional<FrameName> NameOf(const interfaces::FlitBeat& head) {
  if (Field(head, kAt, 4) != kMark) return std::nullopt;
  return FrameName{static_cast<std::uint32_t>(Field(head, kAt + 4, 4)), Field(head, kAt + 8, 8)};
}

}  // namespace

void NameFrame(traffic::FrameBytes& frame, const FrameName& name) {
  if (frame.size() < 64) throw std::invalid_argument("a frame of less than 64 bytes has no name");
  traffic::WriteField(frame, kAt, 4, kMark);
  traffic::WriteField(frame, kAt + 4, 4, name.flow);
  traffic::WriteField(frame, kAt + 8, 8, name.sequence);
}

EthernetOracle::EthernetOracle(int ports, const EthernetPromises& promises)
    : promises_(promises),
      coming_(static_cast<std::size_t>(ports)),
      leaving_(static_cast<std::size_t>(ports)),
      stop_(static_cast<std::size_t>(ports)) {}

void EthernetOracle::Convict(const std::string& what) {
  findings_.Add({.cycle = tick_, .what = fmt::format("tick {}: {}", tick_, what)});
}

void EthernetOracle::Observe(const interfaces::SwitchInputs& inputs,
                             const interfaces::SwitchOutputs& outputs) {
  for (std::size_t port = 0; port < coming_.size(); ++port) {
    const interfaces::FlitBeat& in = inputs.port[port].flit;
    if (in.valid) In(static_cast<int>(port), in);
    const interfaces::FlitBeat& out = outputs.port[port].flit;
    if (out.valid) Out(static_cast<int>(port), out);
    WaitForPause(static_cast<int>(port), inputs, outputs);
  }
  WaitInside();
  for (auto& [flow, way] : ways_) {
    way.lost = way.lost || inputs.link_up[static_cast<std::size_t>(way.last)] == 0;
    way.home_lost = way.home_lost || inputs.link_up[static_cast<std::size_t>(way.home)] == 0;
  }
  ++tick_;
}

void EthernetOracle::In(int port, const interfaces::FlitBeat& beat) {
  std::optional<std::uint64_t>& coming = coming_[static_cast<std::size_t>(port)];
  if (beat.head) {
    if (coming) {  // another head cuts it off
      inside_[*coming - first_].bad = true;
      inside_[*coming - first_].since = tick_;
    }
    coming.reset();
    const std::optional<FrameName> name = NameOf(beat);
    if (!name) return;
    coming = first_ + inside_.size();
    inside_.push_back({*name, port, -1, false, false});
    known_[{name->flow, name->sequence}] = *coming;
  }
  if (!coming || !beat.tail) return;
  Inside& frame = inside_[*coming - first_];
  frame.since = tick_;
  frame.bad = beat.error;
  if (!frame.bad) ++frames_in_;
  coming.reset();
}

void EthernetOracle::Out(int port, const interfaces::FlitBeat& beat) {
  std::optional<FrameName>& leaving = leaving_[static_cast<std::size_t>(port)];
  if (beat.head) {
    if (leaving) Convict(fmt::format("port {} begins a frame inside another", port));
    leaving = NameOf(beat);
    if (beat.tail) Pause(port, beat);
  }
  if (!leaving || !beat.tail) return;
  const FrameName name = *leaving;
  leaving.reset();
  const auto found = known_.find({name.flow, name.sequence});
  if (found == known_.end() && beat.error) return;  // it was cut off or ended in an error
  if (found == known_.end()) {
    Convict(
        fmt::format("frame {} of flow {} leaves twice, or never came", name.sequence, name.flow));
    return;
  }
  Inside& frame = inside_[found->second - first_];
  known_.erase(found);
  frame.out = true;
  if (beat.error) {
    if (frame.since >= 0 && !frame.bad && promises_.lossless) {
      Convict(fmt::format("frame {} of flow {} came good and leaves port {} poisoned",
                          name.sequence, name.flow, port));
    }
    return;
  }
  ++frames_out_;
  if (promises_.steady_ways) Steady(port, name.flow);
  std::uint64_t& next = next_[name.flow];
  if (name.sequence < next) {
    Convict(fmt::format("frame {} of flow {} leaves behind frame {}", name.sequence, name.flow,
                        next - 1));
  }
  next = std::max(next, name.sequence + 1);
}

void EthernetOracle::Steady(int port, std::uint32_t flow) {
  const auto [found, first] = ways_.try_emplace(flow);
  Way& way = found->second;
  if (first) way.home = way.last = port;
  if (port != way.last && !way.lost && !(port == way.home && way.home_lost)) {
    Convict(fmt::format("flow {} leaves port {} and left port {}, whose link is up", flow, port,
                        way.last));
  }
  way.lost = way.lost && port == way.last;
  way.last = port;
}

void EthernetOracle::Pause(int port, const interfaces::FlitBeat& beat) {
  if (Field(beat, 0, 6) != kPauseAddress || Field(beat, 12, 4) != 0x88080101) return;
  ++pauses_;
  const auto classes = static_cast<unsigned>(Field(beat, 16, 2));
  for (int c = 0; c < kClasses; ++c) {
    if ((classes >> c & 1) == 0) continue;
    Stop& stop = stop_[static_cast<std::size_t>(port)][static_cast<std::size_t>(c)];
    const bool stops = Field(beat, 18 + 2 * c, 2) != 0;
    if (stops && !stop.stopped && stop.most_cells <= promises_.cells_unstopped &&
        promises_.cells_unstopped != 0) {
      Convict(fmt::format("class {} of port {} is stopped with {} cells at most", c, port,
                          stop.most_cells));
    }
    stop.stopped = stops;
    stop.said = stop.empty = 0;
  }
}

// Ticks in which the port could say nothing (its link is down, or its output is held) are no wait.
void EthernetOracle::WaitForPause(int port, const interfaces::SwitchInputs& inputs,
                                  const interfaces::SwitchOutputs& outputs) {
  const auto p = static_cast<std::size_t>(port);
  for (std::size_t c = 0; c < kClasses; ++c) {
    Stop& stop = stop_[p][c];
    stop.most_cells = std::max(stop.most_cells, outputs.occupancy[p * kClasses + c]);
  }
  if (inputs.link_up[p] == 0 || (inputs.backpressure[p] & 0x100) != 0) return;
  for (int c = 0; c < kClasses; ++c) {
    Stop& stop = stop_[p][static_cast<std::size_t>(c)];
    if (!stop.stopped) continue;
    ++stop.said;
    const bool holds = outputs.occupancy[p * kClasses + static_cast<std::size_t>(c)] != 0;
    stop.empty = holds ? 0 : stop.empty + 1;
    longest_stop_ = std::max(longest_stop_, stop.empty);
    if (promises_.most_ticks_stopped != 0 && stop.empty > promises_.most_ticks_stopped) {
      Convict(fmt::format("class {} of port {} holds no cell for {} ticks and is not let go", c,
                          port, stop.empty));
      stop.empty = 0;
    }
    if (promises_.most_ticks_to_repeat != 0 && holds &&
        stop.said > promises_.most_ticks_to_repeat) {
      Convict(fmt::format("class {} of port {} is to stop and was not told for {} ticks", c, port,
                          stop.said));
      stop.said = 0;
    }
  }
}

void EthernetOracle::WaitInside() {
  const auto settled = [](const Inside& frame) {
    return frame.out || (frame.bad && frame.since >= 0);
  };
  while (!inside_.empty() && inside_.front().since >= 0) {
    const Inside& front = inside_.front();
    if (!settled(front)) {
      if (promises_.most_ticks_inside == 0 || tick_ - front.since <= promises_.most_ticks_inside) {
        return;
      }
      Convict(fmt::format("frame {} of flow {} came to port {} whole in tick {} and is not out",
                          front.name.sequence, front.name.flow, front.port, front.since));
    }
    known_.erase({front.name.flow, front.name.sequence});
    inside_.pop_front();
    ++first_;
  }
}

void EthernetOracle::Finish() {
  if (!promises_.lossless) return;
  std::int64_t lost = 0;
  const Inside* example = nullptr;
  for (const Inside& frame : inside_) {
    if (frame.out || frame.bad || frame.since < 0) continue;
    ++lost;
    if (example == nullptr) example = &frame;
  }
  if (example == nullptr) return;
  Convict(fmt::format("{} frames are lost, the first is {} of flow {}, which came to port {}", lost,
                      example->name.sequence, example->name.flow, example->port));
}

}  // namespace linkwright::oracle
