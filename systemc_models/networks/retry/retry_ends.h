// SPDX-License-Identifier: Apache-2.0
// What every link with link-level retry is made of: a port (docs/models/llr.md) at each end, a
// cable with latency and errors each way, counters, and the knowledge when nothing is left to do.
// What cores put in front of the ports is the business of its owner: FlitRetryLink for flits,
// FrameRetryLink for frames. Plain C++, clocked by its owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "systemc_models/link/link_device.h"
#include "systemc_models/networks/retry/link_errors.h"

namespace linkwright::retry {

// Of one direction. With nothing under way:
//   sent = delivered + expected_bad + missing + duplicates + swallowed,
//   nacks_received = nacks_sent - nacks_lost, replays = nacks_received - nacks_joined + timeouts,
// on a link that was never flushed delivered = accepted, and on one that never went down
//   bad = damaged, nacks_sent = expected_bad.
struct RetryCounters {
  uint64_t accepted = 0;        // frames taken from the core
  uint64_t sent = 0;            // frames put on the wire, replays included
  uint64_t delivered = 0;       // frames expected and whole
  uint64_t damaged = 0;         // frames that the channel hit
  uint64_t swallowed = 0;       // frames that met a link that was down
  uint64_t bad = 0;             // frames that the receiver found damaged
  uint64_t expected_bad = 0;    // the expected frame, damaged
  uint64_t missing = 0;         // discarded behind a damaged one
  uint64_t duplicates = 0;      // discarded, delivered before
  uint64_t nacks_sent = 0;      // by the receiver of this direction
  uint64_t nacks_lost = 0;      // of those, on the way back
  uint64_t nacks_received = 0;  // by the transmitter
  uint64_t nacks_joined = 0;    // of those that began no replay: one was under way or asked for
  uint64_t timeouts = 0;        // replays that no NACK asked for
  uint64_t replays = 0;         // times the transmitter began to send again
  uint64_t controls_lost = 0;   // control sets of this direction
  uint64_t credits_lost = 0;    // credits of this direction that travel beside the frames
  uint64_t discarded = 0;       // frames of the core thrown away while the link was down
  uint64_t queue_max = 0;       // beats in front of the transmitter

  RetryCounters& operator+=(const RetryCounters& other);
};

// What the owner's frames make of the parameters.
struct RetrySettings {
  link::LinkSizes sizes;
  link::LinkConfig config;
  int line_bytes = link::kBeatBytes;  // in a cycle, for codewords; pacing is the owner's business
  int settle_cycles = 0;              // after these, nothing is on the way and no spacing runs
};

class RetryEnds {
 public:
  static constexpr int kTurnaround =
      8;  // ticks in both ports between a tail and the use of its ACK

  // `latency`: cycles of cable, its output register included, >= 1. `path` names the link in
  // messages and seeds its errors; `toward` names the directions: [e] begins at end e. An empty
  // `make_port` makes twins.
  RetryEnds(const LinkRetryParameters& parameters, const std::vector<LinkErrorChange>& changes,
            const RetrySettings& settings, int latency, std::string path,
            std::array<std::string, 2> toward, const link::LinkDeviceFactory& make_port);

  void SetChanges(const std::vector<LinkErrorChange>& changes) {
    for (End& end : ends_) end.errors.SetChanges(changes);
  }

  // A cycle is Arrive, then the owner says what the cores offer and free, then Tick, then Leave.
  void Arrive(int64_t cycle);
  link::LinkInputs& inputs(int end) { return ends_[Index(end)].inputs; }
  void Tick();
  // Not before the port has begun: a frame would go without a number.
  bool MayOffer(int end) const {
    return !ends_[Index(end)].inputs.config.retry.tx_enable ||
           ends_[Index(end)].port->tx_state() != link::LlrTxState::kOff;
  }
  // Whether the beat offered at `end` was taken and what was delivered, by the last Tick.
  const link::LinkOutputs& outputs(int end) const { return ends_[Index(end)].outputs; }
  void Leave(int64_t cycle);
  // Is something lost that leaves `end` beside the beats in this cycle, after Leave?
  bool LosesBeside(int end, int64_t cycle);

  // A link that goes down loses what is on it; both ports know from the next tick on.
  void SetUp(bool up);
  bool up() const { return up_; }

  // Closes a cycle; `at_rest`: the owner has nothing waiting either.
  void Close(bool at_rest) { quiet_cycles_ = at_rest && Settled() ? quiet_cycles_ + 1 : 0; }
  // Nothing unacknowledged, nothing on the wires at the ports.
  bool Settled() const;
  // Without anything from a core a cycle would change nothing.
  bool quiet() const { return quiet_cycles_ > settle_cycles_; }

  // Frames are sent again until they are acknowledged; is there a chance that they will be?
  bool HasOutstanding() const { return port(0).Outstanding() > 0 || port(1).Outstanding() > 0; }
  bool MayGetThrough() const {
    return ends_[0].errors.MayGetThrough() && ends_[1].errors.MayGetThrough();
  }

  RetryCounters counters(int end) const;
  RetryCounters& counted(int end) { return ends_[Index(end)].counted; }
  const link::LinkDevice& port(int end) const { return *ends_[Index(end)].port; }
  const std::string& path() const { return path_; }
  const std::string& toward(int end) const { return toward_[Index(end)]; }

 private:
  struct End {
    End(std::unique_ptr<link::LinkDevice> device, LinkErrors link_errors)
        : port(std::move(device)), errors(std::move(link_errors)) {}
    std::unique_ptr<link::LinkDevice> port;
    LinkErrors errors;  // of what leaves here
    link::LinkInputs inputs;
    link::LinkOutputs outputs;
    std::vector<link::LinkWire> cable;  // toward the other end, by cycle
    bool frame_hit = false;             // the frame on the wire
    bool frame_swallowed = false;       // a beat of it met a link that was down
    bool replay_asked_for = false;      // by a NACK
    RetryCounters counted;
  };

  static size_t Index(int end) { return static_cast<size_t>(end); }
  size_t At(int64_t cycle) const { return static_cast<uint64_t>(cycle) & mask_; }
  static void TickPort(End& end);
  void LeaveEnd(int64_t cycle, End& end, uint64_t& nacks_lost);
  bool Settled(const End& end) const;

  std::string path_;
  std::array<std::string, 2> toward_;
  int latency_;
  int settle_cycles_;
  uint64_t mask_;
  std::vector<End> ends_;  // two
  bool up_ = true;
  int64_t quiet_cycles_ = 0;
};

}  // namespace linkwright::retry
