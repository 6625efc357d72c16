// SPDX-License-Identifier: Apache-2.0
// Register accesses on their way to a hosted switch: one request per tick, answered in order.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/networks/clocked/clocked.h"

namespace linkwright::clocked {

class RegisterMailbox {
 public:
  // `owner` is the module that hosts the switch; a request wakes it.
  explicit RegisterMailbox(Clocked& owner) : owner_(owner) {}

  void Post(const interfaces::RegisterRequest& request) {
    requests_.push_back(request);
    owner_.Wake();
  }
  bool empty() const { return requests_.empty() && unanswered_.empty(); }

  // The request of this tick; none is valid = false.
  interfaces::RegisterRequest Take() {
    if (requests_.empty()) return {};
    unanswered_.push_back(requests_.front());
    requests_.pop_front();
    return unanswered_.back();
  }
  // What the switch answered in this tick. Pauses the kernel when nothing is left: whoever waits
  // for the mailbox waits outside of it.
  void Answer(const interfaces::RegisterResponse& response) {
    if (!response.valid || unanswered_.empty()) return;
    const interfaces::RegisterRequest request = unanswered_.front();
    unanswered_.pop_front();
    if (response.error && !refused_) refused_ = request.address;
    if (!request.write) read_data_ = response.data;
    if (empty()) sc_core::sc_pause();
  }

  // The answer to the last read; and the address of the first access refused since the last call.
  uint32_t read_data() const { return read_data_; }
  std::optional<uint32_t> TakeRefused() { return std::exchange(refused_, std::nullopt); }

 private:
  Clocked& owner_;
  std::deque<interfaces::RegisterRequest> requests_, unanswered_;
  uint32_t read_data_ = 0;
  std::optional<uint32_t> refused_;
};

}  // namespace linkwright::clocked
