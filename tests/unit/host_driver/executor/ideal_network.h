// SPDX-License-Identifier: Apache-2.0
// A network without switches for tests of the executor: each accelerator has one port out, which
// serializes at a rate; everything arrives a fixed latency later. Groups are reduced and multiplied
// by magic.
#pragma once

#include <algorithm>
#include <cstring>
#include <queue>
#include <utility>
#include <vector>

#include "foundation/numerics/float_formats.h"
#include "foundation/units/units.h"
#include "systemc_models/interfaces/network.h"

namespace linkwright::executor {

class IdealNetwork final : public interfaces::Network {
 public:
  IdealNetwork(int endpoints, units::BitRate rate, units::Duration latency)
      : rate_(rate), latency_(latency), port_free_(endpoints) {}

  int endpoints() const override { return static_cast<int>(port_free_.size()); }
  units::SimTime Now() const override { return now_; }
  units::Duration ClockPeriod() const override { return units::Duration::Picoseconds(1); }

  void Start(const interfaces::TransferRequest& request, interfaces::TransferSink& sink) override {
    Transfer transfer{request, &sink, {}, {}};
    transfer.landings.assign(request.member_landings.begin(), request.member_landings.end());
    transfer.sources.assign(request.member_sources.begin(), request.member_sources.end());
    units::SimTime& free = port_free_[static_cast<std::size_t>(request.initiator)];
    free = std::max(free, now_) + units::SerializationTime(units::Bytes(request.bytes), rate_);
    bytes_ += request.bytes;
    transfers_.push_back(std::move(transfer));
    events_.push({free + latency_, transfers_.size() - 1});
  }
  units::SimTime NextEvent() const override {
    return events_.empty() ? units::SimTime::Max() : events_.top().first;
  }
  void RunUntil(units::SimTime t) override {
    now_ = std::min(t, NextEvent());
    while (NextEvent() <= now_) {
      const uint64_t index = events_.top().second;
      events_.pop();
      Move(transfers_[index]);
      transfers_[index].sink->OnDelivered(transfers_[index].request.cookie);
    }
  }
  bool Quiet() const override { return events_.empty(); }
  interfaces::GroupId DefineGroup(std::vector<interfaces::EndpointId> members) override {
    groups_.push_back(std::move(members));
    return static_cast<interfaces::GroupId>(groups_.size()) - 1;
  }
  void AppendMetrics(telemetry::RunReport&) const override {}

  uint64_t bytes() const { return bytes_; }
  std::size_t groups() const { return groups_.size(); }

 private:
  struct Transfer {
    interfaces::TransferRequest request;
    interfaces::TransferSink* sink = nullptr;
    std::vector<std::byte*> landings;
    std::vector<const std::byte*> sources;
  };
  using Event = std::pair<units::SimTime, uint64_t>;  // in order of Start

  static void Move(const Transfer& transfer) {
    const interfaces::TransferRequest& request = transfer.request;
    if (request.source == nullptr && request.landing == nullptr) return;  // a size only
    switch (request.kind) {
      case interfaces::TransferKind::kWrite:
        std::memcpy(request.landing, request.source, request.bytes);
        return;
      case interfaces::TransferKind::kMulticastWrite:
        for (std::byte* landing : transfer.landings) {
          std::memcpy(landing, request.source, request.bytes);
        }
        return;
      case interfaces::TransferKind::kReduceRead:
        return Sum(transfer);
    }
  }

  static float LoadElement(numerics::DataType type, const std::byte* at) {
    if (type == numerics::DataType::kFp32) {
      float value;
      std::memcpy(&value, at, 4);
      return value;
    }
    uint16_t bits;
    std::memcpy(&bits, at, 2);
    return type == numerics::DataType::kFp16 ? numerics::Fp16ToFloat(bits)
                                             : numerics::Bf16ToFloat(bits);
  }

  static void Sum(const Transfer& transfer) {
    const interfaces::TransferRequest& request = transfer.request;
    const std::size_t size = numerics::SizeOf(request.type);
    for (uint64_t at = 0; at < request.bytes; at += size) {
      float sum = 0;
      for (const std::byte* source : transfer.sources)
        sum += LoadElement(request.type, source + at);
      if (request.type == numerics::DataType::kFp32) {
        std::memcpy(request.landing + at, &sum, 4);
      } else {
        const uint16_t bits = request.type == numerics::DataType::kFp16
                                  ? numerics::FloatToFp16(sum)
                                  : numerics::FloatToBf16(sum);
        std::memcpy(request.landing + at, &bits, 2);
      }
    }
  }

  units::BitRate rate_;
  units::Duration latency_;
  units::SimTime now_;
  std::vector<units::SimTime> port_free_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::vector<Transfer> transfers_;
  std::vector<std::vector<interfaces::EndpointId>> groups_;
  uint64_t bytes_ = 0;
};

}  // namespace linkwright::executor
