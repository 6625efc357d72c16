// SPDX-License-Identifier: Apache-2.0
// Register traffic of any kind of switch: the plan first, then random reads and writes while
// packets or frames fly, writes that undo a disturbance later, at the end a read of every register
// that tells something, so that two switches with equal answers have equal state. Which registers
// and which values is the kind's.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/lockstep/harness/coverage.h"

namespace linkwright::lockstep {

struct RegisterWrite {
  std::uint32_t address = 0;
  std::uint32_t value = 0;
};

class RegisterTraffic {
 public:
  virtual ~RegisterTraffic() = default;
  RegisterTraffic(const RegisterTraffic&) = delete;
  RegisterTraffic& operator=(const RegisterTraffic&) = delete;

  /// The answer to the request of the previous tick, if there was one.
  void Observe(const interfaces::RegisterResponse& response);
  /// Once traffic has ended; reads the registers one by one.
  void DriveReadout(interfaces::RegisterRequest& request);
  bool ReadoutDone() const { return readout_next_ == readout_.size(); }

 protected:
  /// `setup` is written first, in its order. Copies of a register stand `port_stride` apart.
  RegisterTraffic(const std::vector<RegisterWrite>& setup, int ports, std::uint32_t port_stride,
                  std::uint64_t seed);

  /// A granted access, answered in this tick.
  virtual void Written(std::uint32_t address, std::uint32_t value) = 0;
  virtual void Read(std::uint32_t address, std::uint32_t data) = 0;
  virtual std::uint32_t DrawReadAddress() = 0;

  /// The next write of the setup, or a pause; false if all is written.
  bool DriveSetup(interfaces::RegisterRequest& request);
  /// The first repair that is due, of the `looked_at` oldest; false if none is.
  bool DriveRepair(std::int64_t cycle, std::size_t looked_at, interfaces::RegisterRequest& request);
  /// A random access in `rate` of 256 cycles; `draw_write` gives what is written.
  template <class DrawWrite>
  void DriveAccess(int rate, DrawWrite draw_write, interfaces::RegisterRequest& request);
  /// What is driven in this cycle; its answer comes to Observe.
  void Drove(const interfaces::RegisterRequest& request) { last_ = request; }

  void RepairLater(std::int64_t due, RegisterWrite write) { repairs_.push_back({due, write}); }
  void ReadAtTheEnd(std::uint32_t address) { readout_.push_back(address); }

  /// Any write of the setup once more.
  const RegisterWrite& Again() { return setup_[random_.Below(setup_.size())]; }
  int DrawPort() { return static_cast<int>(random_.Below(static_cast<std::uint64_t>(ports_))); }
  /// Any register of the read-out.
  std::uint32_t DrawReadout() { return readout_[random_.Below(readout_.size())]; }
  /// An address of a register array: one port and one element more than there are now and then,
  /// and then `words(1)` words instead of `words(0)`.
  template <class Info, class Words>
  std::uint32_t DrawElement(const Info& info, int elements, Words words);
  /// Calls visit(address) for `words` words of every element of a register array.
  template <class Info, class Visit>
  void ForEachWord(const Info& info, int elements, int words, Visit visit) const;

  std::size_t setup_left() const { return setup_.size() - setup_next_; }
  bool repairs_left() const { return !repairs_.empty(); }
  bool waits_for_answer() const { return last_.valid; }
  bool reading_out() const { return readout_next_ > 0; }
  /// Values of registers that were written say nothing about events any more.
  bool WasWritten(std::uint32_t address) const { return written_.contains(address); }

  /// The bus itself: granted, refused, misaligned.
  void CollectBusCoverage(Coverage& coverage) const;

  random::Stream random_;

 private:
  struct Repair {
    std::int64_t due = 0;
    RegisterWrite write;
  };
  template <class Info>
  std::uint32_t AddressOf(const Info& info, std::uint64_t port, std::uint64_t element,
                          std::uint64_t word) const {
    return info.address +
           static_cast<std::uint32_t>(port_stride_ * port +
                                      static_cast<std::uint64_t>(info.stride) * element + 4 * word);
  }

  const std::vector<RegisterWrite>& setup_;
  const int ports_;
  const std::uint32_t port_stride_;
  std::size_t setup_next_ = 0;
  std::deque<Repair> repairs_;
  std::vector<std::uint32_t> readout_;
  std::size_t readout_next_ = 0;

  interfaces::RegisterRequest last_;
  std::set<std::uint32_t> written_;
  std::uint64_t reads_ = 0, writes_ = 0, refused_reads_ = 0, refused_writes_ = 0, misaligned_ = 0;
};

template <class DrawWrite>
void RegisterTraffic::DriveAccess(int rate, DrawWrite draw_write,
                                  interfaces::RegisterRequest& request) {
  if (static_cast<int>(random_.Below(256)) >= rate) return;
  if (random_.Below(3) != 0) {
    request = {true, false, DrawReadAddress(), static_cast<std::uint32_t>(random_.Next())};
    return;
  }
  const RegisterWrite write = draw_write();
  const std::uint32_t skew =
      random_.Below(64) == 0 ? 1U + static_cast<std::uint32_t>(random_.Below(3)) : 0;
  request = {true, true, write.address + skew, write.value};
}

template <class Info, class Words>
std::uint32_t RegisterTraffic::DrawElement(const Info& info, int elements, Words words) {
  const std::uint64_t beyond = random_.Below(32) == 0 ? 1 : 0;
  const auto port = info.per_port ? random_.Below(static_cast<std::uint64_t>(ports_) + beyond) : 0;
  const auto element = random_.Below(static_cast<std::uint64_t>(elements) + beyond);
  const auto word = random_.Below(static_cast<std::uint64_t>(words(static_cast<int>(beyond))));
  return AddressOf(info, port, element, word);
}

template <class Info, class Visit>
void RegisterTraffic::ForEachWord(const Info& info, int elements, int words, Visit visit) const {
  for (int port = 0; port < (info.per_port ? ports_ : 1); ++port) {
    for (int element = 0; element < elements; ++element) {
      for (int word = 0; word < words; ++word) {
        visit(AddressOf(info, static_cast<std::uint64_t>(port), static_cast<std::uint64_t>(element),
                        static_cast<std::uint64_t>(word)));
      }
    }
  }
}

}  // namespace linkwright::lockstep
