// SPDX-License-Identifier: Apache-2.0
// An accelerator's network interface on an Ethernet fabric: sends transfers as RoCEv2 messages, one
// queue pair per peer and priority, in 64-byte beats at the pace of the line; lands and
// acknowledges what arrives; obeys PFC. Plain C++, clocked by its owner, no allocation per frame.
// What happens in which cycle: docs/models/roce.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "systemc_models/endpoints/roce_frame.h"
#include "systemc_models/endpoints/roce_responder.h"
#include "systemc_models/endpoints/roce_sender.h"
#include "systemc_models/endpoints/transfer_table.h"
#include "systemc_models/interfaces/flit_socket.h"

namespace linkwright::endpoints {

struct RoceNicParameters {
  RoceTransport transport;
  int line_bytes = 42;       // bytes the line carries in a cycle, as the switches' variant says
  uint64_t gateway_mac = 0;  // router at the far end of the link
  int data_class = 3;        // what PFC calls the two kinds of frames
  int response_class = 6;
  uint8_t data_dscp = 26;  // what switches classify by
  uint8_t response_dscp = 48;
  // Of transfers; one of priority p is in class data_class + p, with the DSCP 8 p further.
  int priorities = 1;
  // Between it and the line stands a link layer that takes and gives whole frames only: one that
  // has begun is finished even while the link is down.
  bool whole_frames = false;
};

constexpr uint8_t DataDscp(const RoceNicParameters& parameters, int priority) {
  return static_cast<uint8_t>(parameters.data_dscp + 8 * priority);
}

struct RoceNicCounters {
  uint64_t frames_sent = 0;
  uint64_t bytes_sent = 0;       // of frames, FCS included
  uint64_t frames_received = 0;  // ended, good or bad
  uint64_t bytes_received = 0;
  uint64_t bad_frames = 0;     // errored, too short, ICRC wrong, not for us
  uint64_t marked_frames = 0;  // data frames with ECN set on their way; nothing reacts yet
  uint64_t pauses = 0;         // PFC frames that began or prolonged a pause of data
};

class RoceNic {
 public:
  // `table` outlives the NIC. `path` names it in messages ("pod0.accelerator3.nic0").
  RoceNic(interfaces::EndpointId accelerator, std::string path, const RoceNicParameters& parameters,
          TransferTable& table);

  // Puts a write of this accelerator in line.
  void Begin(TransferHandle handle);
  // While the link is down no frame begins; without whole_frames, one that is going out or coming
  // in is lost.
  void SetLink(bool up);
  // As SwitchInputs::backpressure: classes that may not start a frame, and (bit 8) no beat may
  // move.
  void SetBackpressure(uint16_t backpressure) { backpressure_ = backpressure; }

  // One clock cycle: takes the wires of the cycle, drives `out` (valid is false on entry). Throws
  // RunFailure when a peer never answers.
  void Tick(int64_t cycle, const interfaces::FlitBeat& in, interfaces::FlitBeat& out);
  // The next cycle in which a tick without input may do something; kNever: none.
  int64_t NextEvent(int64_t cycle) const;

  // No transfer waits for anything and no frame is half sent.
  bool idle() const;
  const RoceNicCounters& counters() const { return counters_; }
  // Over all priorities.
  RoceSenderCounters sender() const;
  RoceResponderCounters responder() const;
  const std::string& path() const { return path_; }
  std::string DescribeWait() const;

 private:
  static constexpr size_t kBeatBytes = 64;
  static constexpr size_t kMaxFrameBytes = 9216;
  static constexpr int kNoBeat = 8;  // bit of backpressure

  void Receive(int64_t cycle, const interfaces::FlitBeat& in);
  void FrameEnded(int64_t cycle);
  void Pause(int64_t cycle);
  void Send(int64_t cycle, interfaces::FlitBeat& out);
  bool StartFrame(int64_t cycle);
  void StartResponse(size_t priority);
  void StartData(size_t priority, int64_t cycle);
  void Address(RoceHeader& header, int peer, size_t priority) const;
  int DataClass(size_t priority) const {
    return parameters_.data_class + static_cast<int>(priority);
  }
  bool Blocked(int traffic_class) const { return (backpressure_ >> traffic_class & 1) != 0; }
  bool Paused(int64_t cycle, int traffic_class) const {
    return cycle < paused_until_[static_cast<size_t>(traffic_class)] || Blocked(traffic_class);
  }

  const interfaces::EndpointId accelerator_;
  const int peers_;
  const std::string path_;
  const RoceNicParameters parameters_;
  TransferTable& table_;
  std::vector<RoceSender> senders_;  // by priority, as the next
  std::vector<RoceResponder> responders_;
  bool link_up_ = true;
  uint16_t backpressure_ = 0;
  // Sending.
  std::vector<uint8_t> outgoing_;
  size_t outgoing_bytes_ = 0;  // of the frame
  size_t beats_left_ = 0;
  int debt_ = 0;  // bytes the line still has to send
  std::array<int64_t, 8> paused_until_{};
  // Receiving.
  std::vector<uint8_t> incoming_;
  size_t incoming_bytes_ = 0;
  bool incoming_bad_ = false;
  RoceNicCounters counters_;
};

}  // namespace linkwright::endpoints
