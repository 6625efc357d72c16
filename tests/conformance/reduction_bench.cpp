// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/reduction_bench.h"

#include <bit>

namespace linkwright::lockstep::scaleup {

namespace sw = spec::scaleup_switch;

namespace {
constexpr int kPorts = 4;
constexpr std::uint16_t kCapacity = 64;
}  // namespace

ReductionBench::ReductionBench(interfaces::ClockedSwitch& device, std::uint32_t members)
    : device_(device), inputs_(kPorts), outputs_(kPorts) {
  device_.Reset(outputs_);
  for (int port = 0; port < kPorts; ++port) {
    Write(sw::registers::RouteWays(port), static_cast<std::uint32_t>(port));
    Write(sw::registers::RouteCount(port), 1);
    Write(sw::registers::PortControl(port), 1);
  }
  Write(sw::registers::GroupMask(0, 0), members);
}

void ReductionBench::Write(std::uint32_t address, std::uint32_t value) {
  inputs_.bus = {true, true, address, value};
  Tick();
  inputs_.bus = {};
}

void ReductionBench::Credits() {
  for (std::size_t port = 0; port < kPorts; ++port) {
    const interfaces::FlitBeat& flit = outputs_.port[port].flit;
    if (flit.valid && flit.head) receiving_vc_[port] = sw::Unpack(flit.data).vc;
    if (flit.valid && flit.tail) ++freed_[port][static_cast<std::size_t>(receiving_vc_[port])];
    const auto vc = static_cast<std::size_t>(ticks_ % 2);
    inputs_.port[port].credit = {true, static_cast<std::uint8_t>(vc),
                                 static_cast<std::uint16_t>(kCapacity + freed_[port][vc])};
  }
}

void ReductionBench::Tick() {
  Credits();
  for (std::size_t port = 0; port < kPorts; ++port) {
    interfaces::FlitBeat& beat = inputs_.port[port].flit;
    beat.valid = false;
    if (outgoing_[port].empty()) continue;
    Outgoing& packet = outgoing_[port].front();
    if (packet.wait-- > 0) continue;
    beat = packet.flits[packet.next++];
    if (packet.next == packet.flits.size()) outgoing_[port].erase(outgoing_[port].begin());
  }
  device_.Tick(inputs_, outputs_);
  ++ticks_;
}

void ReductionBench::Send(int port, const sw::Header& header, const std::vector<PayloadFlit>& data,
                          int wait) {
  Outgoing packet;
  packet.wait = wait;
  packet.flits.push_back({sw::Pack(header), true, true, data.empty()});
  for (const PayloadFlit& flit : data)
    packet.flits.push_back({flit, true, false, &flit == &data.back()});
  outgoing_[static_cast<std::size_t>(port)].push_back(packet);
}

std::optional<ReductionAnswer> ReductionBench::Reduce(
    int requester, sw::DataType type, const std::array<std::vector<PayloadFlit>, 4>& operands,
    const std::array<int, 4>& delay, std::uint32_t poisoned) {
  std::size_t flits = 0;
  for (const auto& operand : operands) flits = std::max(flits, operand.size());
  sw::Header request;
  request.op = sw::Operation::kReduceRead;
  request.src = static_cast<std::uint16_t>(requester);
  request.tag = ++tag_;
  request.bytes = static_cast<std::uint16_t>(64 * flits);
  request.address = std::uint64_t{0x1000} * tag_;
  request.dtype = type;
  Send(requester, request, {}, 0);
  std::optional<ReductionAnswer> answer;
  constexpr int kPatience = 2000;
  for (int tick = 0; tick < kPatience; ++tick) {
    Tick();
    for (int port = 0; port < kPorts; ++port) {
      const interfaces::FlitBeat& flit = outputs_.port[static_cast<std::size_t>(port)].flit;
      if (!flit.valid) continue;
      if (flit.head) {
        sw::Header header = sw::Unpack(flit.data);
        if (header.op == sw::Operation::kMemberRead) {
          header.op = sw::Operation::kMemberResponse;
          header.vc = 1;
          header.poison = (poisoned >> port & 1U) != 0;
          Send(port, header, operands[static_cast<std::size_t>(port)],
               delay[static_cast<std::size_t>(port)]);
        } else {
          answer = ReductionAnswer{header, {}};
        }
      } else if (answer) {
        answer->flits.push_back(flit.data);
      }
      if (answer && flit.tail && answer->flits.size() * 64 >= answer->header.bytes) return answer;
    }
  }
  return std::nullopt;
}

}  // namespace linkwright::lockstep::scaleup
