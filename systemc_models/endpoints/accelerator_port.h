// SPDX-License-Identifier: Apache-2.0
// One accelerator's port to one plane: turns its stripes of transfers into packets under credits,
// and lands, answers or counts what arrives. Plain C++, clocked by its owner; no allocation per
// flit. What happens in which cycle: docs/models/cycle_network.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/endpoints/credits.h"
#include "systemc_models/endpoints/pending_reads.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::endpoints {

struct PortParameters {
  int virtual_channels = 2;       // of the link; 0 carries requests, 1 responses
  int slots_per_vc = 64;          // receive buffer, in packets
  int reduce_window = 32;         // outstanding REDUCE_READs
  int memory_latency_cycles = 1;  // from a MEMBER_READ to its answer's header, >= 1
  int credit_refresh_cycles = 1024;
};

struct PortCounters {
  uint64_t packets_sent = 0;
  uint64_t flits_sent = 0;
  uint64_t data_bytes_sent = 0;  // in data flits, padding included
  uint64_t packets_received = 0;
  uint64_t flits_received = 0;
  uint64_t data_bytes_received = 0;
  uint64_t credit_stall_cycles = 0;  // a packet was ready and no credit was left
};

class AcceleratorPort {
 public:
  // `table` outlives the port. `path` names the port in messages ("pod0.accelerator3.port1").
  AcceleratorPort(interfaces::EndpointId accelerator, int plane, std::string path,
                  const PortParameters& parameters, TransferTable& table);

  // Puts this plane's stripe of a transfer of this accelerator in line.
  void Begin(TransferHandle handle);

  // One clock cycle: takes the wires of the cycle, drives `out` (whose valid flags are false on
  // entry). Throws RunFailure when something arrives that ends the run: an error response, poisoned
  // data, a packet for somebody else.
  void Tick(int64_t cycle, const interfaces::PortBeat& in, interfaces::PortBeat& out);

  // Nothing to send and no packet half received: without valid input a tick would change nothing.
  bool idle() const {
    return flits_to_send_ == 0 && stripes_.empty() && reads_.empty() && flits_to_receive_ == 0 &&
           receiver_.idle();
  }
  const PortCounters& counters() const { return counters_; }
  const std::string& path() const { return path_; }
  int outstanding_reduce_reads() const {
    return parameters_.reduce_window - static_cast<int>(free_tags_.size());
  }
  // What the port is waiting for, for deadlock reports; empty if for nothing.
  std::string DescribeWait() const;

 private:
  using Header = spec::scaleup_switch::Header;
  struct Stripe {
    TransferHandle handle = 0;
    interfaces::TransferKind kind = interfaces::TransferKind::kWrite;
    uint64_t offset = 0;  // next packet's
    uint64_t bytes = 0;
  };
  // The part of a packet that has memory behind it; the rest is padding.
  struct Window {
    uint64_t begin = 0;  // of the transfer
    uint64_t valid_bytes = 0;
  };

  Window MemoryOf(const TransferRecord& transfer, uint64_t offset, uint64_t bytes) const;
  void Send(int64_t cycle, interfaces::PortBeat& out);
  void SendResponse(interfaces::FlitBeat& out);
  void SendRequest(interfaces::FlitBeat& out);
  int NextStripe();
  void StartPacket(const Header& header, const std::byte* source, uint64_t valid_bytes,
                   interfaces::FlitBeat& out);
  void SendData(interfaces::FlitBeat& out);
  void Receive(int64_t cycle, const interfaces::FlitBeat& flit);
  void ReceiveHeader(int64_t cycle, const interfaces::FlitBeat& flit);
  void ReceiveData(const interfaces::FlitBeat& flit);
  void FinishPacket();
  void Refuse(const Header& header) const;
  std::byte* LandingOf(const TransferRecord& transfer) const;

  const interfaces::EndpointId accelerator_;
  const int plane_;
  const std::string path_;
  const PortParameters parameters_;
  TransferTable& table_;

  CreditSender sender_;
  CreditReceiver receiver_;
  // Sending.
  std::vector<Stripe> stripes_;
  size_t turn_ = 0;             // the stripe to look at first
  bool requests_turn_ = false;  // when a response could leave as well
  PendingReads reads_;
  std::vector<uint16_t> free_tags_;
  const std::byte* source_ = nullptr;
  uint64_t source_bytes_ = 0;
  int flits_to_send_ = 0;
  // Receiving.
  Header received_;
  std::byte* landing_ = nullptr;
  uint64_t landing_bytes_ = 0;
  int flits_to_receive_ = 0;

  PortCounters counters_;
};

}  // namespace linkwright::endpoints
