// SPDX-License-Identifier: Apache-2.0
// Remembers what was sent and judges what arrives: nothing lost, doubled, changed or misdelivered,
// and nothing out of order within a source, destination, virtual channel and 256-byte region.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "rtl/spec/generated/scaleup_switch.h"

namespace linkwright::traffic {

using spec::scaleup_switch::Header;

/// A packet whose last flit a receiver has sampled. Times are clock cycles; sent is when its header
/// was on the wires.
struct Delivery {
  Header header;
  int port = 0;
  std::int64_t created = -1;  ///< when it was offered to the sender; -1: not one of ours
  std::int64_t sent = -1;
  std::int64_t head = 0;  ///< header sampled by the receiver
  std::int64_t tail = 0;  ///< last flit sampled
};

class Scoreboard {
 public:
  /// Remembers up to `packets_per_source` packets in flight per source; a power of two, at most
  /// 65536.
  explicit Scoreboard(int sources, int packets_per_source = 4096);

  /// Gives the packet its tag and expects `copies` arrivals of it.
  void Expect(Header& header, std::int64_t now, int copies = 1);
  void Sent(const Header& header, std::int64_t now);
  /// The packet will not arrive, for a reason that the caller knows.
  void Forget(const Header& header);

  /// Fills in `created` and `sent` and reports violations. Packets made by a switch are passed
  /// over.
  void Arrived(Delivery& delivery);
  void Violation(std::string text);

  std::int64_t in_flight() const { return in_flight_; }
  std::int64_t delivered() const { return delivered_; }
  bool HasRoom(unsigned source) const;
  /// Empty if all is well; the first few otherwise.
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  struct Record {
    Header header;
    std::int64_t created = 0;
    std::int64_t sent = -1;
    std::uint32_t order = 0;
    int copies = 0;  // arrivals still to come
  };
  struct Flow {
    std::uint32_t sent = 0;
    std::uint32_t arrived = 0;
  };

  Record& At(const Header& header);
  Flow& FlowOf(const Header& header);

  int ring_;
  std::vector<Record> records_;
  std::vector<std::uint32_t> next_tag_;
  std::unordered_map<std::uint64_t, Flow> flows_;
  std::int64_t in_flight_ = 0;
  std::int64_t delivered_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace linkwright::traffic
