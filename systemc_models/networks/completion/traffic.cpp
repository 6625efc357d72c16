// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/completion/traffic.h"

#include <algorithm>

#include "systemc_models/endpoints/striping.h"

namespace linkwright::completion {
namespace {

using endpoints::TransferRecord;
using endpoints::TransferTable;
using interfaces::TransferKind;

struct Column {
  const char* name;
  const char* unit;
  const char* what;
  uint64_t AcceleratorTraffic::*field;
  uint64_t factor;
};

constexpr Column kColumns[] = {
    {"payload_bytes_sent", "B", "bytes of delivered transfers sent, without headers and padding",
     &AcceleratorTraffic::payload_bytes_sent, 1},
    {"payload_bytes_received", "B",
     "bytes of delivered transfers received, without headers and padding",
     &AcceleratorTraffic::payload_bytes_received, 1},
    {"packets_sent", "packets", "packets sent, requests and responses",
     &AcceleratorTraffic::packets_sent, 1},
    {"flits_sent", "flits", "header and data flits sent", &AcceleratorTraffic::flits_sent, 1},
    {"wire_bytes_sent", "B", "header and data flits sent, 64 bytes each",
     &AcceleratorTraffic::flits_sent, endpoints::kFlitBytes},
    {"packets_received", "packets", "packets received, requests and responses",
     &AcceleratorTraffic::packets_received, 1},
    {"flits_received", "flits", "header and data flits received",
     &AcceleratorTraffic::flits_received, 1},
};

}  // namespace

AcceleratorTraffic& AcceleratorTraffic::operator+=(const AcceleratorTraffic& more) {
  payload_bytes_sent += more.payload_bytes_sent;
  payload_bytes_received += more.payload_bytes_received;
  packets_sent += more.packets_sent;
  flits_sent += more.flits_sent;
  packets_received += more.packets_received;
  flits_received += more.flits_received;
  return *this;
}

void Traffic::CountPayload(const TransferRecord& transfer, const TransferTable& table) {
  AcceleratorTraffic& initiator = of(transfer.initiator);
  switch (transfer.kind) {
    case TransferKind::kWrite:
      initiator.payload_bytes_sent += transfer.bytes;
      of(transfer.target).payload_bytes_received += transfer.bytes;
      break;
    case TransferKind::kMulticastWrite:
      initiator.payload_bytes_sent += transfer.bytes;
      for (const int member : table.group(transfer.group).members) {
        of(member).payload_bytes_received += transfer.bytes;
      }
      break;
    case TransferKind::kReduceRead:
      for (const int member : table.group(transfer.group).members) {
        of(member).payload_bytes_sent += transfer.bytes;
      }
      initiator.payload_bytes_received += transfer.bytes;
      break;
  }
}

void Traffic::CountFlits(const TransferRecord& transfer, const TransferTable& table) {
  const auto planes = static_cast<uint64_t>(table.planes());
  const uint64_t packets = endpoints::PacketsOf(transfer.stripe_bytes) * planes;
  const uint64_t flits = endpoints::FlitsOf(transfer.stripe_bytes) * planes;
  const auto send = [this, packets](int accelerator, uint64_t n) {
    of(accelerator).packets_sent += packets;
    of(accelerator).flits_sent += n;
  };
  const auto receive = [this, packets](int accelerator, uint64_t n) {
    of(accelerator).packets_received += packets;
    of(accelerator).flits_received += n;
  };
  switch (transfer.kind) {
    case TransferKind::kWrite:
      send(transfer.initiator, flits);
      receive(transfer.target, flits);
      break;
    case TransferKind::kMulticastWrite:
      send(transfer.initiator, flits);
      for (const int member : table.group(transfer.group).members) receive(member, flits);
      break;
    case TransferKind::kReduceRead:
      send(transfer.initiator, packets);
      for (const int member : table.group(transfer.group).members) {
        receive(member, packets);
        send(member, flits);
      }
      receive(transfer.initiator, flits);
      break;
  }
}

void Traffic::AppendTo(telemetry::RunReport& report, const std::string& path) const {
  for (const Column& column : kColumns) {
    uint64_t total = 0, largest = 0, smallest = UINT64_MAX;
    for (const AcceleratorTraffic& traffic : of_) {
      const uint64_t value = traffic.*column.field * column.factor;
      total += value;
      largest = std::max(largest, value);
      smallest = std::min(smallest, value);
    }
    const std::string name = path + "." + column.name;
    const std::string what = column.what;
    report.Add(name + ".total", static_cast<int64_t>(total), column.unit,
               what + ", sum over all accelerators and planes");
    report.Add(name + ".min", static_cast<int64_t>(smallest), column.unit,
               what + ", the accelerator with the least");
    report.Add(name + ".max", static_cast<int64_t>(largest), column.unit,
               what + ", the accelerator with the most");
  }
}

}  // namespace linkwright::completion
