// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/port_ends.h"

#include <string>
#include <utility>

namespace linkwright::traffic {

using spec::scaleup_switch::HasData;
using spec::scaleup_switch::Operation;

namespace {

int DataFlits(const Header& header) { return HasData(header.op) ? (header.bytes + 63) / 64 : 0; }

bool SelfIdentifying(const Header& header) { return header.op != Operation::kReduceResponse; }

}  // namespace

void Sender::Offer(const Header& header) { Offer(header, {}); }

void Sender::Offer(const Header& header, std::vector<FlitData> data) {
  queue_[header.vc].push_back({header, std::move(data)});
  ++backlog_;
}

void Sender::TakeCredit(const interfaces::CreditBeat& credit) {
  if (credit.valid) limit_[credit.vc] = credit.limit;
}

bool Sender::Start() {
  for (const int vc : {1, 3, 0, 2}) {
    if (queue_[vc].empty() || (!ignore_credits_ && Credits(vc) == 0)) continue;
    current_ = std::move(queue_[vc].front());
    queue_[vc].pop_front();
    --backlog_;
    ++used_[vc];
    next_flit_ = 0;
    flits_ = 1 + DataFlits(current_.header);
    return true;
  }
  return false;
}

void Sender::Drive(std::int64_t now, interfaces::FlitBeat& wires, Scoreboard& scoreboard) {
  wires.valid = false;
  if (waiting_ > 0) {
    --waiting_;
    return;
  }
  if (flits_ == 0 && (backlog_ == 0 || !Start())) return;
  wires.valid = true;
  wires.head = next_flit_ == 0;
  wires.tail = next_flit_ + 1 == flits_;
  if (wires.head) {
    wires.data = spec::scaleup_switch::Pack(current_.header);
    scoreboard.Sent(current_.header, now);
  } else if (static_cast<std::size_t>(next_flit_) <= current_.data.size()) {
    wires.data = current_.data[next_flit_ - 1];
  } else {
    wires.data =
        Payload(current_.header.src, current_.header.tag, static_cast<unsigned>(next_flit_ - 1));
  }
  ++next_flit_;
  if (wires.tail) {
    flits_ = 0;
  } else {
    waiting_ = gap_;
  }
}

void Receiver::Configure(int vcs, int window, int delay) {
  vcs_ = vcs;
  window_ = window;
  delay_ = delay;
  news_.fill(true);
}

std::optional<Delivery> Receiver::Take(std::int64_t now, int port,
                                       const interfaces::FlitBeat& wires, Scoreboard& scoreboard) {
  if (!wires.valid) return std::nullopt;
  ++flits_taken_;
  const bool expect_head = left_ == 0;
  if (wires.head != expect_head) {
    scoreboard.Violation("packet not contiguous at port " + std::to_string(port));
    return std::nullopt;
  }
  if (expect_head) {
    current_ = {};
    current_.header = spec::scaleup_switch::Unpack(wires.data);
    current_.port = port;
    current_.head = now;
    left_ = DataFlits(current_.header);
    data_.clear();
  } else {
    const Header& header = current_.header;
    if (SelfIdentifying(header) &&
        wires.data != Payload(header.src, header.tag, static_cast<unsigned>(data_.size()))) {
      scoreboard.Violation("foreign payload at port " + std::to_string(port) + " from " +
                           std::to_string(header.src) + " tag " + std::to_string(header.tag));
    }
    data_.push_back(wires.data);
    --left_;
  }
  if (wires.tail != (left_ == 0))
    scoreboard.Violation("tail misplaced at port " + std::to_string(port));
  if (left_ > 0) return std::nullopt;
  current_.tail = now;
  returns_.push_back({now + delay_, current_.header.vc});
  scoreboard.Arrived(current_);
  return current_;
}

void Receiver::Drive(std::int64_t now, interfaces::CreditBeat& wires) {
  if (vcs_ == 0) return;
  wires.valid = false;
  while (!returns_.empty() && returns_.front().due <= now) {
    ++freed_[returns_.front().vc];
    news_[returns_.front().vc] = true;
    returns_.pop_front();
  }
  for (int step = 0; step < vcs_; ++step) {
    const int vc = (next_vc_ + step) % vcs_;
    if (!news_[vc]) continue;
    news_[vc] = false;
    wires.valid = true;
    wires.vc = static_cast<std::uint8_t>(vc);
    wires.limit = static_cast<std::uint16_t>(window_ + freed_[vc]);
    next_vc_ = vc + 1;
    return;
  }
}

}  // namespace linkwright::traffic
