// SPDX-License-Identifier: Apache-2.0
// Short words for what every test of the scale-up switch does.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "systemc_models/scaleup_switch/scaleup_switch.h"
#include "systemc_models/traffic/bench.h"

namespace linkwright::scaleup_switch {

namespace regs = spec::scaleup_switch::registers;
using spec::scaleup_switch::DataType;
using spec::scaleup_switch::DropReason;
using spec::scaleup_switch::FindVariant;
using spec::scaleup_switch::Header;
using spec::scaleup_switch::Interrupt;
using spec::scaleup_switch::Operation;
using spec::scaleup_switch::Status;
using traffic::Bench;
using traffic::Delivery;

/// A bench around the twin, brought up unless said otherwise.
struct SwitchUnderTest {
  explicit SwitchUnderTest(const Variant& variant, int window = 32768, int credit_delay = 0)
      : owned(std::make_unique<ScaleUpSwitch>(variant)),
        twin(*owned),
        bench(std::move(owned), variant) {
    if (window >= 0) bench.BringUp(window, credit_delay);
  }
  explicit SwitchUnderTest(const char* name, int window = 32768, int credit_delay = 0)
      : SwitchUnderTest(*FindVariant(name), window, credit_delay) {}

  std::uint32_t Drops(int port, DropReason reason) {
    return bench.Read(regs::PortDrops(port, reason));
  }

  std::unique_ptr<ScaleUpSwitch> owned;  // until the bench takes it
  ScaleUpSwitch& twin;
  Bench bench;
};

inline Header Read(int src, int dst, int vc = 0) {
  Header header;
  header.op = Operation::kRead;
  header.src = static_cast<std::uint16_t>(src);
  header.dst = static_cast<std::uint16_t>(dst);
  header.vc = static_cast<std::uint8_t>(vc);
  header.bytes = 64;
  return header;
}

inline Header ReadResponse(int src, int dst, int bytes = 64) {
  Header header = Read(src, dst, 1);
  header.op = Operation::kReadResponse;
  header.bytes = static_cast<std::uint16_t>(bytes);
  return header;
}

inline Header MulticastWrite(int src, int group, int bytes = 64) {
  Header header = Read(src, 0);
  header.op = Operation::kMulticastWrite;
  header.group = static_cast<std::uint16_t>(group);
  header.bytes = static_cast<std::uint16_t>(bytes);
  return header;
}

inline Header ReduceRead(int src, int group, int bytes = 64, DataType type = DataType::kFp32) {
  Header header = MulticastWrite(src, group, bytes);
  header.op = Operation::kReduceRead;
  header.dtype = type;
  return header;
}

}  // namespace linkwright::scaleup_switch
