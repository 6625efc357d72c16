// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/conformance/bench/station.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "systemc_models/conformance/bench/models.h"
#include "systemc_models/link/cbfc_sender.h"
#include "systemc_models/traffic/frame_bench.h"

namespace linkwright::conformance {

namespace {

constexpr int kOverheadBytes = spec::ethernet_switch::kFrameOverheadBytes;
constexpr std::int64_t kThousand = 1000;
// An idle flow or channel saves up no more than that.
constexpr std::int64_t kMostTokens = 2 * 9236 * kThousand;

std::int64_t TokensPerTick(double share, int line_bytes) {
  return std::llround(share * line_bytes * static_cast<double>(kThousand));
}
std::int64_t TokensOf(std::size_t frame_bytes) {
  return (static_cast<std::int64_t>(frame_bytes) + kOverheadBytes) * kThousand;
}

}  // namespace

Station::Station(int port, int line_bytes, std::deque<RunningFlow>& flows)
    : number_(port), line_bytes_(line_bytes), flows_(flows), port_(LinkEndSizes()) {}

bool Station::MayStart(RunningFlow& flow) const {
  if (!flow.HasMore()) return false;
  if (flow.flow.share < 1 && flow.tokens < 0) return false;
  const link::CreditConfig& credit = inputs_.config.credit;
  const auto vc = static_cast<std::size_t>(flow.flow.vc);
  if ((credit.tx_enable >> vc & 1) == 0) return true;
  const auto length = static_cast<std::uint32_t>(flow.frame.size());
  if (port_.sender_credits().InUse(flow.flow.vc) + link::FrameCredits(credit, length) <=
      credit.limit[vc])
    return true;
  ++flow.count.waited;
  return false;
}

void Station::Offer(std::int64_t now) {
  inputs_.offer.flit.valid = false;
  inputs_.line = debt_ < 2 * line_bytes_;
  for (const std::uint16_t index : sending_) {
    RunningFlow& flow = flows_[index];
    if (flow.flow.share < 1)
      flow.tokens =
          std::min(flow.tokens + TokensPerTick(flow.flow.share, line_bytes_), kMostTokens);
  }
  // One that the port has not begun may give way: what it needs can be gone again.
  if (!begun_) current_ = nullptr;
  for (std::size_t k = 0; current_ == nullptr && k < sending_.size(); ++k) {
    const std::size_t at = (turn_ + k) % sending_.size();
    RunningFlow& flow = flows_[sending_[at]];
    if (!MayStart(flow)) continue;
    current_ = &flow;
    turn_ = at;
    offset_ = 0;
    WriteStamp(flow.frame, flow.flow.header,
               {sending_[at], static_cast<std::uint32_t>(flow.count.sent)});
  }
  if (current_ == nullptr) return;
  const bool tx_off = port_.tx_state() == link::LlrTxState::kOff;
  if (inputs_.config.retry.tx_enable && tx_off) return;  // it would go without a number
  const Flow& flow = current_->flow;
  traffic::DriveBeat(current_->frame, offset_, current_->count.sent == flow.poisoned,
                     inputs_.offer.flit);
  inputs_.offer.vc = static_cast<std::uint8_t>(flow.vc);
  inputs_.offer.length = static_cast<std::uint16_t>(current_->frame.size());
  inputs_.offer.eligible = flow.eligible;
  if (!begun_ && current_->born.size() == static_cast<std::size_t>(current_->count.sent))
    current_->born.push_back(now);
}

void Station::Free() {
  inputs_.freed.valid = false;
  for (Drain& drain : drains_) {
    if (drain.share < 1)
      drain.tokens = std::min(drain.tokens + TokensPerTick(drain.share, line_bytes_), kMostTokens);
    if (drain.lengths.empty()) drain.tokens = std::min<std::int64_t>(drain.tokens, 0);
  }
  for (int k = 0; k < kChannels; ++k) {
    const int vc = (next_drain_ + k) % kChannels;
    Drain& drain = drains_[static_cast<std::size_t>(vc)];
    if (drain.lengths.empty() || drain.share <= 0) continue;
    const std::uint16_t length = drain.lengths.front();
    if (drain.share < 1) {
      if (drain.tokens < TokensOf(length)) continue;
      drain.tokens -= TokensOf(length);
    }
    drain.lengths.pop_front();
    drain.stored -= link::FrameCredits(inputs_.config.credit, length);
    inputs_.freed = {true, static_cast<std::uint8_t>(vc), length};
    next_drain_ = (vc + 1) % kChannels;
    return;
  }
}

void Station::Tick(std::int64_t now, const link::LinkWire& arriving) {
  Offer(now);
  Free();
  inputs_.wire = arriving;
  port_.Tick(inputs_, outputs_);
  inputs_.clear_counters = false;
  const interfaces::FlitBeat& wire = outputs_.wire.beat.flit;
  int moved = 0;
  if (wire.valid) moved = wire.tail ? wire.bytes + kOverheadBytes : link::kBeatBytes;
  debt_ = std::max(debt_ + moved - line_bytes_, 0);
  if (outputs_.taken) {
    if (!begun_ && current_->flow.share < 1) current_->tokens -= TokensOf(current_->frame.size());
    if (!begun_) current_->born.back() = now;
    begun_ = !inputs_.offer.flit.tail;
    offset_ += inputs_.offer.flit.bytes;
    if (!begun_) {
      ++current_->count.sent;
      turn_ = (turn_ + 1) % sending_.size();
    }
  }
  Receive(now);
}

void Station::Receive(std::int64_t now) {
  const link::DeliveredBeat& out = outputs_.out;
  if (!out.flit.valid) return;
  if (out.flit.head) incoming_.clear();
  const std::size_t bytes = out.flit.tail ? out.flit.bytes : link::kBeatBytes;
  incoming_.resize(incoming_.size() + bytes);
  std::memcpy(incoming_.data() + incoming_.size() - bytes, out.flit.data.data(), bytes);
  if (out.flit.tail) Judge(now, out);
}

void Station::Judge(std::int64_t now, const link::DeliveredBeat& tail) {
  const auto length = static_cast<std::uint16_t>(incoming_.size());
  Drain& drain = drains_[tail.vc % kChannels];
  drain.lengths.push_back(length);
  drain.stored += link::FrameCredits(inputs_.config.credit, length);
  const auto stamp = ReadStamp(incoming_);
  if (!stamp || stamp->flow >= flows_.size()) return;
  RunningFlow& flow = flows_[stamp->flow];
  FlowCount& count = flow.count;
  traffic::FrameBytes expected = flow.frame;
  WriteStamp(expected, flow.flow.header, *stamp);
  if (incoming_ != expected || tail.flit.error || flow.flow.to != number_) {
    ++count.bad;
    return;
  }
  if (drain.stored > drain.buffer) ++count.overrun;
  if (tail.vc != flow.flow.vc) ++count.other_channel;
  ++count.received;
  count.last_tick = now;
  count.latency_sum += now - flow.born[stamp->number];
  if (stamp->number < flow.next_number) ++count.out_of_order;
  flow.next_number = std::max<std::int64_t>(flow.next_number, stamp->number + 1);
}

bool Station::AtRest() const {
  const bool empty = std::all_of(drains_.begin(), drains_.end(), [](const Drain& drain) {
    return drain.lengths.empty() || drain.share <= 0;
  });
  return !begun_ && empty && port_.Outstanding() == 0;
}

}  // namespace linkwright::conformance
