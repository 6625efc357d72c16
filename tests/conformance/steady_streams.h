// SPDX-License-Identifier: Apache-2.0
// Ports that send the same again and again, and receivers that give credit in a rhythm: what makes
// an arbiter lock on to a phase. The oracle of waits watches the wires.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/oracle/scaleup_waits.h"

namespace linkwright::conformance {

/// Packets of one kind that a port always has more of. A port sends those of its streams for which
/// it has credit in turn.
struct Stream {
  int source = 0;
  int target = 0;          ///< output of unicast packets
  unsigned members = 0;    ///< group packets: their outputs, a bit each
  bool reduce = false;     ///< group packets: reduce reads, which every member answers
  int channel = 0;         ///< odd: responses
  int bytes = 64;          ///< payload; 0: a request without data, unicast only
  int gap = 0;             ///< idle cycles between the flits of a packet
  std::int64_t first = 0;  ///< cycle from which on there are packets
};
std::string Text(const Stream& stream);

/// A receiver that grants one packet of a channel every `period` cycles, up to 16 unused ones.
struct SlowReceiver {
  int port = 0;
  int channel = 0;
  int period = 0;
  int phase = 0;
  std::int64_t from = 0;  ///< cycle from which on it does
};

class SteadyStreams {
 public:
  /// Programs the device: accelerator i is port i, stream s has group s.
  SteadyStreams(std::unique_ptr<interfaces::ClockedSwitch> device,
                const spec::scaleup_switch::Variant& variant, std::vector<Stream> streams,
                std::vector<SlowReceiver> slow = {});

  void Run(std::int64_t cycles);

  const oracle::ScaleUpWaits& waits() const { return waits_; }
  /// Of a stream's packets; group packets: of those for output `member`.
  oracle::ScaleUpWaits::Wait Of(const Stream& stream, int member = 0) const {
    return waits_.Of(stream.source, stream.members == 0 ? stream.target : member,
                     stream.members != 0, stream.channel);
  }

 private:
  using Header = spec::scaleup_switch::Header;
  static constexpr int kVcs = spec::scaleup_switch::kVirtualChannelsMax;
  struct Port {
    std::array<std::uint16_t, kVcs> limit{}, used{};  // towards the switch
    std::array<std::uint16_t, kVcs> granted{};        // to the switch
    std::array<std::uint16_t, kVcs> taken{};          // from it
    std::uint8_t news = 0xF;                          // channels whose grant is to be said
    int last = -1;                                    // stream that sent last
    Header header;                                    // of the packet being sent
    int left = 0, total = 0, gap = 0, pause = 0;
    int taking = 0;              // data flits to come of the packet being received
    std::deque<Header> answers;  // of reduce reads
  };

  void Write(std::uint32_t address, std::uint32_t value);
  void Tick();
  void Take(int port);
  void Grant(int port);
  void Send(int port);
  bool Start(int port);
  Header HeaderOf(std::size_t stream);

  spec::scaleup_switch::Variant variant_;
  std::unique_ptr<interfaces::ClockedSwitch> device_;
  std::vector<Stream> streams_;
  std::vector<SlowReceiver> slow_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  oracle::ScaleUpWaits waits_;
  std::vector<Port> ports_;
  std::int64_t now_ = 0;
  bool started_ = false;
  std::uint16_t tag_ = 0;
};

}  // namespace linkwright::conformance
