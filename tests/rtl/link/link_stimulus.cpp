// SPDX-License-Identifier: Apache-2.0
#include "tests/rtl/link/link_stimulus.h"

#include <algorithm>

namespace linkwright::link {

RandomCore::RandomCore(const LinkSizes& sizes, std::uint64_t seed, const std::string& path)
    : sizes_(sizes), random_(seed, path) {
  rate_ = 0.2 + 0.8 * random_.Real();
  NewFrame();
}

void RandomCore::NewFrame() {
  const int longest = std::min(sizes_.max_beats, sizes_.buffer_beats);
  int beats = 1;
  switch (random_.Below(4)) {
    case 0:
      break;
    case 1:
      beats = static_cast<int>(random_.Between(1, std::min(5, longest)));
      break;
    case 2:
      beats = static_cast<int>(random_.Between(1, std::min(24, longest)));
      break;
    default:
      beats = random_.Bernoulli(0.1)
                  ? static_cast<int>(random_.Between(1, std::min(longest + 1, sizes_.buffer_beats)))
                  : static_cast<int>(random_.Between(1, std::min(3, longest)));
  }
  offer_ = {};
  offer_.vc = static_cast<std::uint8_t>(random_.Below(
      static_cast<std::uint64_t>(sizes_.virtual_channels) + (random_.Bernoulli(0.05) ? 1U : 0U)));
  const auto last = static_cast<int>(random_.Between(1, kBeatBytes));
  offer_.length = static_cast<std::uint16_t>((beats - 1) * kBeatBytes + last);
  offer_.eligible = !random_.Bernoulli(0.05);
  offer_.flit.head = true;
  beats_left_ = beats - 1;
  open_ = false;
}

void RandomCore::Drive(LinkInputs& inputs) {
  if (!open_ && random_.Bernoulli(0.05)) NewFrame();  // what was not taken may change
  FlitBeat& flit = offer_.flit;
  flit.valid = random_.Bernoulli(rate_);
  flit.tail = beats_left_ == 0;
  flit.bytes =
      static_cast<std::uint8_t>(flit.tail ? (offer_.length - 1) % kBeatBytes + 1 : kBeatBytes);
  flit.error = random_.Bernoulli(0.01);
  for (std::uint64_t& word : flit.data) word = random_.Next();
  inputs.offer = offer_;
  inputs.freed = {};
  if (!stored_.empty() && random_.Bernoulli(0.3)) {
    inputs.freed = stored_.front();
    stored_.pop_front();
  }
}

void RandomCore::Observe(const LinkOutputs& outputs) {
  if (outputs.taken) {
    if (offer_.flit.tail) {
      NewFrame();
    } else {
      open_ = true;
      offer_.flit.head = false;
      --beats_left_;
    }
  }
  const DeliveredBeat& out = outputs.out;
  if (!out.flit.valid) return;
  if (out.flit.head) collected_ = 0;
  collected_ += out.flit.tail ? out.flit.bytes : kBeatBytes;
  if (out.flit.tail) stored_.push_back({true, out.vc, static_cast<std::uint16_t>(collected_)});
}

RandomCable::RandomCable(int delay, std::uint64_t seed, const std::string& path)
    : random_(seed, path), line_(static_cast<std::size_t>(delay)) {}

void RandomCable::SetRates(double damage, double loss, double control_loss, double noise,
                           int seq_bits) {
  damage_ = damage;
  loss_ = loss;
  control_loss_ = control_loss;
  noise_ = noise;
  mask_ = (1U << seq_bits) - 1;
}

LinkWire RandomCable::Carry(const LinkWire& sent) {
  line_.push_back(sent);
  LinkWire arriving = line_.front();
  line_.pop_front();
  LinkBeat& beat = arriving.beat;
  ControlSet& control = arriving.control;
  if (random_.Bernoulli(damage_)) beat.bad = true;
  if (random_.Bernoulli(loss_)) beat.flit.valid = false;
  if (random_.Bernoulli(control_loss_)) control.valid = false;
  if (random_.Bernoulli(noise_)) {
    beat.flit.valid = true;
    beat.flit.head = random_.Bernoulli(0.7);
    beat.flit.tail = random_.Bernoulli(0.7);
    beat.numbered = random_.Bernoulli(0.8);
    beat.number = static_cast<std::uint32_t>(random_.Next()) & mask_;
  }
  if (random_.Bernoulli(noise_)) {
    control.valid = true;
    control.kind = static_cast<ControlKind>(random_.Bernoulli(0.3) ? 2 : random_.Below(8));
    control.vc = static_cast<std::uint8_t>(random_.Below(6));
    control.value = static_cast<std::uint32_t>(random_.Next()) & mask_;
    control.numbered = random_.Bernoulli(0.5);
    control.number = static_cast<std::uint32_t>(random_.Next()) & mask_;
  }
  return arriving;
}

LinkConfig RandomConfig(const LinkSizes& sizes, random::Stream& random) {
  const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(random.Below(n)); };
  LinkConfig config;
  RetryConfig& retry = config.retry;
  retry.tx_enable = random.Bernoulli(0.92);
  retry.rx_enable = random.Bernoulli(0.92);
  retry.max_frames = random.Bernoulli(0.7)
                         ? static_cast<std::uint32_t>(sizes.frame_slots)
                         : below(static_cast<std::uint64_t>(sizes.frame_slots) + 2);
  retry.max_bytes =
      random.Bernoulli(0.7) ? 0xFFFFFF : below(static_cast<std::uint64_t>(sizes.buffer_beats) * 64);
  retry.replay_timer = random.Bernoulli(0.1) ? 0 : 10 + below(300);
  retry.replay_count = static_cast<std::uint8_t>(random.Bernoulli(0.3) ? 0 : below(6));
  retry.pcs_timeout = random.Bernoulli(0.5) ? 0 : 5 + below(60);
  retry.age_timeout = random.Bernoulli(0.7) ? 0 : 100 + below(2000);
  retry.init_action = static_cast<FrameAction>(below(4));
  retry.flush_action = static_cast<FrameAction>(below(4));
  retry.reinit_on_flush = random.Bernoulli(0.8);
  retry.ctl_spacing = static_cast<std::uint16_t>(random.Bernoulli(0.5) ? below(4) : below(40));
  CreditConfig& credit = config.credit;
  const std::uint32_t all = (1U << sizes.virtual_channels) - 1;
  credit.tx_enable = random.Bernoulli(0.5) ? all : below(all + 1);
  credit.rx_enable = random.Bernoulli(0.7) ? credit.tx_enable : below(all + 1);
  const std::uint64_t top = std::uint64_t{1} << sizes.counter_bits;
  for (std::uint32_t& limit : credit.limit) {
    limit = random.Bernoulli(0.5) ? static_cast<std::uint32_t>(top - 1)
                                  : below(std::min<std::uint64_t>(top, 120));
  }
  credit.shift = static_cast<std::uint8_t>(random.Bernoulli(0.8) ? 5 + below(4) : below(16));
  credit.overhead = static_cast<std::int8_t>(random.Between(-16, 127));
  credit.cc_period = random.Bernoulli(0.3) ? 0 : 1 + below(200);
  credit.cf_min_spacing = static_cast<std::uint16_t>(below(30));
  credit.cf_max_spacing = random.Bernoulli(0.3) ? 0 : 1 + below(300);
  return config;
}

}  // namespace linkwright::link
