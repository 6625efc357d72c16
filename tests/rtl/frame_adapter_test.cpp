// SPDX-License-Identifier: Apache-2.0
// The adapter of frame switches on a design so small that every wire can be checked.
#include <gtest/gtest.h>

#include <memory>

#include "systemc_models/plugins/switch_library.h"

namespace linkwright::verilated {

const linkwright_switch_plugin_table* Table_frame_loopback();

namespace {

constexpr int kPorts = 3;

class FrameAdapter : public testing::Test {
 protected:
  void SetUp() override { device_->Reset(outputs_); }
  void Tick() { device_->Tick(inputs_, outputs_); }
  const interfaces::FlitBeat& Out(int port) const { return outputs_.port[port].flit; }

  std::unique_ptr<interfaces::ClockedSwitch> device_ =
      plugins::MakeSwitch(*Table_frame_loopback(), 3);
  interfaces::SwitchInputs inputs_{kPorts};
  interfaces::SwitchOutputs outputs_{kPorts};
};

interfaces::FlitBeat Beat(uint64_t seed) {
  interfaces::FlitBeat beat;
  for (uint64_t& word : beat.data) word = seed++ * 0x9E3779B97F4A7C15u;
  beat.valid = true;
  return beat;
}

TEST_F(FrameAdapter, CarriesEveryWireOfABeatToItsOwnPort) {
  EXPECT_EQ(device_->ports(), kPorts);
  interfaces::FlitBeat first = Beat(1), middle = Beat(20), last = Beat(300);
  first.head = true;
  last.tail = true;
  last.error = true;
  last.bytes = 37;
  inputs_.port[0].flit = first;
  inputs_.port[1].flit = middle;
  inputs_.port[2].flit = last;
  Tick();
  for (const auto& [port, sent] : {std::pair{1, first}, {2, middle}, {0, last}}) {
    EXPECT_TRUE(Out(port).valid) << port;
    EXPECT_EQ(Out(port).head, sent.head) << port;
    EXPECT_EQ(Out(port).tail, sent.tail) << port;
    EXPECT_EQ(Out(port).error, sent.error) << port;
    EXPECT_EQ(Out(port).bytes, sent.bytes) << port;
    EXPECT_EQ(Out(port).data, sent.data) << port;
  }
  EXPECT_FALSE(outputs_.idle);
}

TEST_F(FrameAdapter, HeldCellsAreFieldsOf20BitsLowestClassFirst) {
  for (int port = 0; port < kPorts; ++port) {
    interfaces::FlitBeat beat = Beat(1);
    beat.data = {};
    for (unsigned c = 0; c < 8; ++c) {
      const std::uint64_t cells = 0xA0000U + 0x1000U * static_cast<unsigned>(port) + 0x101U * c;
      const unsigned bit = 20 * c;
      beat.data[bit / 64] |= cells << bit % 64;
      if (bit % 64 > 44) beat.data[bit / 64 + 1] |= cells >> (64 - bit % 64);
    }
    inputs_.port[port].flit = beat;
  }
  Tick();
  ASSERT_EQ(outputs_.occupancy.size(), 8U * kPorts);
  for (unsigned port = 0; port < kPorts; ++port) {
    const unsigned from = (port + kPorts - 1) % kPorts;
    for (unsigned c = 0; c < 8; ++c) {
      EXPECT_EQ(outputs_.occupancy[8 * port + c], 0xA0000U + 0x1000U * from + 0x101U * c)
          << port << c;
    }
  }
}

TEST_F(FrameAdapter, OutputsOfABeatEndWithIt) {
  inputs_.port[0].flit = Beat(1);
  inputs_.port[0].flit.tail = true;
  inputs_.port[0].flit.error = true;
  Tick();
  ASSERT_TRUE(Out(1).valid);
  inputs_.port[0].flit.valid = false;
  Tick();
  EXPECT_FALSE(Out(1).valid || Out(1).head || Out(1).tail || Out(1).error);
  EXPECT_TRUE(outputs_.idle);
}

TEST_F(FrameAdapter, HoldAndLinkBelongToTheirPort) {
  for (int port = 0; port < kPorts; ++port) inputs_.port[port].flit = Beat(port + 1);
  inputs_.backpressure[1] = 0x100;
  inputs_.link_up[2] = 0;
  Tick();
  EXPECT_TRUE(Out(0).valid);
  EXPECT_FALSE(Out(1).valid) << "held";
  EXPECT_FALSE(Out(2).valid) << "down";
  EXPECT_TRUE(outputs_.interrupt);
  inputs_.backpressure[1] = 0x0FF;  // classes only
  inputs_.link_up[2] = 1;
  Tick();
  EXPECT_TRUE(Out(0).valid && Out(1).valid && Out(2).valid);
  EXPECT_FALSE(outputs_.interrupt);
}

TEST_F(FrameAdapter, BusHoldBitsAndTimeArrive) {
  inputs_.backpressure[0] = 0x155;
  inputs_.time = 0x1234;
  inputs_.bus = {.valid = true, .write = false, .address = 0x40000000, .data = 0x80000000};
  Tick();
  EXPECT_TRUE(outputs_.bus.valid);
  EXPECT_FALSE(outputs_.bus.error);
  EXPECT_EQ(outputs_.bus.data, 0xC0000000u ^ (0x1234u << 9 | 0x155u));
  inputs_.bus.valid = false;
  Tick();
  EXPECT_FALSE(outputs_.bus.valid);
}

TEST_F(FrameAdapter, ResetForgetsBeatsOnTheWires) {
  inputs_.port[0].flit = Beat(1);
  Tick();
  ASSERT_TRUE(Out(1).valid);
  device_->Reset(outputs_);
  EXPECT_FALSE(Out(1).valid);
  EXPECT_TRUE(outputs_.idle);
}

}  // namespace
}  // namespace linkwright::verilated
