// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/steady_streams.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace linkwright::conformance {

namespace sw = spec::scaleup_switch;
namespace regs = spec::scaleup_switch::registers;
using sw::Operation;

namespace {

constexpr int kWindow = 16;  // packets a fast receiver grants per channel

int DataFlits(const sw::Header& header) {
  return sw::HasData(header.op) ? (header.bytes + sw::kFlitBytes - 1) / sw::kFlitBytes : 0;
}

}  // namespace

std::string Text(const Stream& stream) {
  const std::string to = stream.members == 0 ? fmt::format("output {}", stream.target)
                                             : fmt::format("members {:#b}", stream.members);
  return fmt::format("{{port {} to {}{}, channel {}, {} B, gap {}, from cycle {}}}", stream.source,
                     to, stream.reduce ? " (reduce)" : "", stream.channel, stream.bytes, stream.gap,
                     stream.first);
}

SteadyStreams::SteadyStreams(std::unique_ptr<interfaces::ClockedSwitch> device,
                             const sw::Variant& variant, std::vector<Stream> streams,
                             std::vector<SlowReceiver> slow)
    : variant_(variant),
      device_(std::move(device)),
      streams_(std::move(streams)),
      slow_(std::move(slow)),
      inputs_(variant.ports),
      outputs_(variant.ports),
      waits_(variant),
      ports_(variant.ports) {
  device_->Reset(outputs_);
  for (Port& port : ports_) port.granted.fill(kWindow);
  for (const SlowReceiver& receiver : slow_) ports_[receiver.port].granted[receiver.channel] = 0;
  for (int port = 0; port < variant_.ports; ++port) {
    Write(regs::PortControl(port), 1);
    Write(regs::RouteWays(port), static_cast<std::uint32_t>(port));
    Write(regs::RouteCount(port), 1);
  }
  for (std::size_t s = 0; s < streams_.size(); ++s) {
    if (streams_[s].members == 0) continue;
    if (static_cast<int>(s) >= variant_.groups) throw std::logic_error("more streams than groups");
    Write(regs::GroupMask(static_cast<int>(s), 0), streams_[s].members);
  }
  for (int cycle = 0; cycle < 8; ++cycle) Tick();
  started_ = true;
  now_ = 0;
}

void SteadyStreams::Run(std::int64_t cycles) {
  for (std::int64_t cycle = 0; cycle < cycles; ++cycle) Tick();
}

void SteadyStreams::Write(std::uint32_t address, std::uint32_t value) {
  inputs_.bus = {true, true, address, value};
  Tick();
  inputs_.bus = {};
}

void SteadyStreams::Tick() {
  for (int port = 0; port < variant_.ports; ++port) {
    Take(port);
    Send(port);
  }
  for (const SlowReceiver& slow : slow_) {
    Port& port = ports_[slow.port];
    const auto unused =
        static_cast<std::uint16_t>(port.granted[slow.channel] - port.taken[slow.channel]);
    if (!started_ || now_ < slow.from || unused >= kWindow) continue;
    if ((now_ + slow.phase) % slow.period != 0) continue;
    ++port.granted[slow.channel];
    port.news |= static_cast<std::uint8_t>(1U << slow.channel);
  }
  for (int port = 0; port < variant_.ports; ++port) Grant(port);
  device_->Tick(inputs_, outputs_);
  waits_.Watch(inputs_, outputs_);
  ++now_;
}

// What the switch drove: credit for this end, and a flit, whose slot is free at once.
void SteadyStreams::Take(int number) {
  Port& port = ports_[number];
  const interfaces::PortBeat& beat = outputs_.port[number];
  if (beat.credit.valid) port.limit[beat.credit.vc] = beat.credit.limit;
  if (!beat.flit.valid) return;
  if (port.taking > 0) {
    --port.taking;
    return;
  }
  Header header = sw::Unpack(beat.flit.data);
  port.taking = DataFlits(header);
  ++port.taken[header.vc];
  bool slow = false;
  for (const SlowReceiver& s : slow_) slow = slow || (s.port == number && s.channel == header.vc);
  if (!slow) {
    ++port.granted[header.vc];
    port.news |= static_cast<std::uint8_t>(1U << header.vc);
  }
  if (header.op == Operation::kMemberRead) {
    header.op = Operation::kMemberResponse;
    header.vc |= 1;
    header.dst = header.src;
    header.src = static_cast<std::uint16_t>(number);
    port.answers.push_back(header);
  }
}

void SteadyStreams::Grant(int number) {
  Port& port = ports_[number];
  interfaces::CreditBeat& credit = inputs_.port[number].credit;
  credit.valid = false;
  for (int vc = 0; vc < variant_.virtual_channels; ++vc) {
    if ((port.news >> vc & 1) == 0) continue;
    credit = {true, static_cast<std::uint8_t>(vc), port.granted[vc]};
    port.news &= static_cast<std::uint8_t>(~(1U << vc));
    return;
  }
}

SteadyStreams::Header SteadyStreams::HeaderOf(std::size_t number) {
  const Stream& stream = streams_[number];
  Header header;
  const bool response = stream.channel % 2 != 0;
  if (stream.members != 0) {
    header.op = stream.reduce ? Operation::kReduceRead : Operation::kMulticastWrite;
    header.group = static_cast<std::uint16_t>(number);
  } else if (stream.bytes == 0) {
    header.op = response ? Operation::kWriteResponse : Operation::kRead;
  } else {
    header.op = response ? Operation::kReadResponse : Operation::kWrite;
  }
  header.vc = static_cast<std::uint8_t>(stream.channel);
  header.src = static_cast<std::uint16_t>(stream.source);
  header.dst = static_cast<std::uint16_t>(stream.target);
  header.bytes = static_cast<std::uint16_t>(stream.bytes == 0 ? 64 : stream.bytes);
  header.tag = tag_++;
  return header;
}

bool SteadyStreams::Start(int number) {
  Port& port = ports_[number];
  const auto has_credit = [&](int vc) { return port.limit[vc] != port.used[vc]; };
  if (!port.answers.empty() && has_credit(port.answers.front().vc)) {
    port.header = port.answers.front();
    port.answers.pop_front();
    port.gap = 0;
  } else {
    const int count = static_cast<int>(streams_.size());
    int chosen = -1;
    for (int step = 1; step <= count && chosen < 0; ++step) {
      const int s = (port.last + step + count) % count;
      const Stream& stream = streams_[s];
      if (stream.source == number && now_ >= stream.first && has_credit(stream.channel)) chosen = s;
    }
    if (chosen < 0) return false;
    port.last = chosen;
    port.header = HeaderOf(static_cast<std::size_t>(chosen));
    port.gap = streams_[chosen].gap;
  }
  ++port.used[port.header.vc];
  port.total = port.left = 1 + DataFlits(port.header);
  return true;
}

void SteadyStreams::Send(int number) {
  Port& port = ports_[number];
  interfaces::FlitBeat& flit = inputs_.port[number].flit;
  flit.valid = false;
  if (!started_) return;
  if (port.pause > 0) {
    --port.pause;
    return;
  }
  if (port.left == 0 && (streams_.empty() || !Start(number))) return;
  flit.valid = true;
  flit.head = port.left == port.total;
  flit.tail = port.left == 1;
  flit.data = flit.head ? sw::Pack(port.header) : decltype(flit.data){};
  if (--port.left > 0) port.pause = port.gap;
}

}  // namespace linkwright::conformance
