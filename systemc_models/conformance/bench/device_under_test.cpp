// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/device_under_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "systemc_models/conformance/bench/frames.h"

namespace linkwright::conformance {

DeviceUnderTest::PortEnd::PortEnd(std::unique_ptr<link::LinkDevice> device,
                                  const retry::FrameFront::Settings& settings, int number)
    : port(std::move(device)), front(settings, fmt::format("port {}", number)) {}

DeviceUnderTest::DeviceUnderTest(const Models& models, const std::vector<int>& ports,
                                 int cell_bytes, const interfaces::LinkCredits::Buffer& far)
    : models_(models),
      switch_(models.make_switch()),
      inputs_(models.variant->ports),
      next_inputs_(models.variant->ports),
      outputs_(models.variant->ports) {
  switch_->Reset(outputs_);
  retry::FrameFront::Settings settings;
  settings.line_bytes = models.variant->line_bytes;
  settings.cell_bytes = cell_bytes;
  settings.tells_occupancy = true;
  settings.far = far;
  for (int dscp = 0; dscp < 64; ++dscp) {
    settings.class_of_dscp[static_cast<std::size_t>(dscp)] =
        static_cast<std::uint8_t>(ClassOfDscp(dscp));
  }
  for (int tag = 0; tag < 16; ++tag) {
    settings.class_of_tag[static_cast<std::size_t>(tag)] =
        static_cast<std::uint8_t>(ClassOfPcpDei(tag));
  }
  std::fill(inputs_.link_up.begin(), inputs_.link_up.end(), std::uint8_t{0});
  for (const int port : ports) {
    const auto index = static_cast<std::size_t>(port - 1);
    ends_[index].emplace(models.make_link(LinkEndSizes()), settings, port);
    inputs_.link_up[index] = 1;
  }
}

void DeviceUnderTest::TickEnd(std::size_t index, PortEnd& end, const link::LinkWire& arriving) {
  const interfaces::FlitBeat& from_switch = outputs_.port[index].flit;
  if (from_switch.valid) end.front.Push(from_switch);
  retry::Occupancy held{};
  if (!outputs_.occupancy.empty())
    std::copy_n(outputs_.occupancy.begin() + 8 * static_cast<std::ptrdiff_t>(index), 8,
                held.begin());
  // Without a number a frame that wants one would be lost: the port has not begun yet.
  const bool may_offer =
      !end.inputs.config.retry.tx_enable || end.port->tx_state() != link::LlrTxState::kOff;
  end.front.Drive(may_offer, end.outputs.out, held, end.inputs);
  end.inputs.offer.eligible = (retry_classes_ >> end.inputs.offer.vc & 1) != 0;
  end.inputs.wire = arriving;
  end.port->Tick(end.inputs, end.outputs);
  end.inputs.clear_counters = false;
  end.front.Take(end.outputs);
  interfaces::FlitBeat& to_switch = next_inputs_.port[index].flit;
  to_switch.valid = end.outputs.out.flit.valid;
  if (to_switch.valid) to_switch = end.outputs.out.flit;
  next_inputs_.backpressure[index] =
      static_cast<std::uint16_t>(end.front.Backpressure(*end.port) | end.stopped);
}

void DeviceUnderTest::Tick(std::int64_t now,
                           const std::array<link::LinkWire, kTestPorts>& arriving) {
  for (std::size_t index = 0; index < ends_.size(); ++index) {
    if (ends_[index]) TickEnd(index, *ends_[index], arriving[index]);
  }
  inputs_.time = static_cast<std::uint32_t>(now);
  switch_->Tick(inputs_, outputs_);
  inputs_.bus.valid = false;
  std::swap(inputs_.port, next_inputs_.port);
  std::swap(inputs_.backpressure, next_inputs_.backpressure);
}

bool DeviceUnderTest::AtRest() const {
  return outputs_.idle && std::all_of(ends_.begin(), ends_.end(), [](const auto& end) {
           return !end || (end->front.AtRest() && end->port->Outstanding() == 0);
         });
}

}  // namespace linkwright::conformance
