// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/bench.h"

#include <stdexcept>
#include <utility>

namespace linkwright::traffic {

namespace regs = spec::scaleup_switch::registers;
using spec::scaleup_switch::Operation;

Bench::Bench(std::unique_ptr<interfaces::ClockedSwitch> device, const Variant& variant,
             int packets_in_flight_per_source)
    : variant_(variant),
      device_(std::move(device)),
      inputs_(variant.ports),
      outputs_(variant.ports),
      senders_(variant.ports),
      receivers_(variant.ports),
      driven_(variant.ports, true),
      scoreboard_(variant.ports, packets_in_flight_per_source) {
  device_->Reset(outputs_);
}

void Bench::BringUp(int receiver_window, int credit_delay) {
  for (int port = 0; port < variant_.ports; ++port) {
    Write(regs::PortControl(port), 1);
    Write(regs::RouteWays(port), static_cast<std::uint32_t>(port));
    Write(regs::RouteCount(port), 1);
  }
  for (Receiver& receiver : receivers_) {
    receiver.Configure(variant_.virtual_channels, receiver_window, credit_delay);
  }
  Run(variant_.virtual_channels + 2);
}

void Bench::Tick() {
  for (int port = 0; port < variant_.ports; ++port) {
    const interfaces::PortBeat& from_switch = outputs_.port[port];
    interfaces::PortBeat& to_switch = inputs_.port[port];
    senders_[port].TakeCredit(from_switch.credit);
    if (const std::optional<Delivery> delivery =
            receivers_[port].Take(now_, port, from_switch.flit, scoreboard_)) {
      if (keep_deliveries) deliveries.push_back(*delivery);
      if (on_delivery) on_delivery(*delivery);
    }
    receivers_[port].Drive(now_, to_switch.credit);
  }
  // After all deliveries, so that an answer to one can leave in the same cycle from any port.
  for (int port = 0; port < variant_.ports; ++port) {
    if (driven_[port]) senders_[port].Drive(now_, inputs_.port[port].flit, scoreboard_);
  }
  device_->Tick(inputs_, outputs_);
  ++now_;
}

void Bench::Run(std::int64_t cycles) {
  for (std::int64_t cycle = 0; cycle < cycles; ++cycle) Tick();
}

bool Bench::Drain(std::int64_t limit) {
  for (std::int64_t cycle = 0; cycle < limit; ++cycle) {
    std::size_t backlog = 0;
    for (const Sender& sender : senders_) backlog += sender.backlog();
    if (backlog == 0 && scoreboard_.in_flight() == 0 && outputs_.idle) return true;
    Tick();
  }
  return false;
}

interfaces::RegisterResponse Bench::Access(const interfaces::RegisterRequest& request) {
  inputs_.bus = request;
  inputs_.bus.valid = true;
  Tick();
  inputs_.bus = {};
  return outputs_.bus;
}

std::uint32_t Bench::Read(std::uint32_t address) {
  const interfaces::RegisterResponse response = Access({true, false, address, 0});
  if (!response.valid || response.error) throw std::runtime_error("register read refused");
  return response.data;
}

void Bench::Write(std::uint32_t address, std::uint32_t value) {
  const interfaces::RegisterResponse response = Access({true, true, address, value});
  if (!response.valid || response.error) throw std::runtime_error("register write refused");
}

Header Bench::Send(Header header, int copies) {
  scoreboard_.Expect(header, now_, copies);
  senders_.at(header.src).Offer(header);
  return header;
}

Header Bench::SendWrite(int src, int dst, int bytes, std::uint64_t address) {
  Header header;
  header.op = Operation::kWrite;
  header.src = static_cast<std::uint16_t>(src);
  header.dst = static_cast<std::uint16_t>(dst);
  header.bytes = static_cast<std::uint16_t>(bytes);
  header.address = address;
  return Send(header);
}

}  // namespace linkwright::traffic
