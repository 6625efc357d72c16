// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/pfc.h"

#include <algorithm>

namespace linkwright::ethernet_switch {

namespace {

constexpr std::uint32_t kQuantumBytes = 64;  // 512 bit times

}  // namespace

Pfc::Pfc(int ports, int line_bytes)
    : words_(WordsFor(ports)),
      line_bytes_(static_cast<std::uint32_t>(line_bytes)),
      paused_(ports),
      expiry_(ports),
      xoff_(ports),
      sent_(ports),
      told_(ports) {
  timers_.reserve(ports * kClasses);
  sets_.reserve(2 * ports);  // a refusal, and a charge of the frame that goes on trimmed
  resumes_.reserve(ports);
}

void Pfc::Take(int port, unsigned classes, const std::array<std::uint16_t, kClasses>& timers) {
  for (int c = 0; c < kClasses; ++c) {
    if ((classes >> c & 1) != 0) timers_.push_back({port, c, timers[c] * kQuantumBytes});
  }
}

void Pfc::Scan(const Control& control, const Mmu& mmu, std::uint32_t scan) {
  if (xoff_count_ == 0) return;
  const int c = static_cast<int>(scan % kClasses);
  ForEach(xoff_ports_[c], words_, [&](int port) {
    if (!control.Lossless(c) || mmu.MayResume(control, port, c)) resumes_.push_back({port, c});
  });
  if (c != kClasses - 1 || control.pfc_refresh == 0) return;
  PortSet any;
  for (const PortSet& ports : xoff_ports_) {
    for (int w = 0; w < words_; ++w) any.word[w] |= ports.word[w];
  }
  ForEach(any, words_, [&](int port) {
    if (scan - sent_[port] < control.pfc_refresh) return;
    refresh_.Set(port);
    refreshing_ = true;
  });
}

void Pfc::Commit(std::uint64_t tick) {
  for (const Event& resume : resumes_) {
    const auto same = [&](const Event& set) {
      return set.port == resume.port && set.priority == resume.priority;
    };
    if (std::any_of(sets_.begin(), sets_.end(), same)) continue;
    xoff_[resume.port] = static_cast<std::uint8_t>(xoff_[resume.port] & ~(1u << resume.priority));
    xoff_ports_[resume.priority].Clear(resume.port);
    --xoff_count_;
    dirty_.Set(resume.port);
  }
  resumes_.clear();
  for (const Event& set : sets_) {
    if ((xoff_[set.port] >> set.priority & 1) != 0) continue;
    xoff_[set.port] = static_cast<std::uint8_t>(xoff_[set.port] | 1u << set.priority);
    xoff_ports_[set.priority].Set(set.port);
    ++xoff_count_;
    dirty_.Set(set.port);
  }
  sets_.clear();
  if (refreshing_) {
    for (int w = 0; w < words_; ++w) dirty_.word[w] |= refresh_.word[w];
    refresh_ = {};
    refreshing_ = false;
  }
  for (const Timer& timer : timers_) {
    const std::uint64_t ticks = (timer.left + line_bytes_ - 1) / line_bytes_;
    const std::uint64_t expiry = tick + 1 + ticks;
    expiry_[timer.port][timer.priority] = expiry;
    next_expiry_ = std::min(next_expiry_, expiry);
    SetPaused(timer.port, timer.priority, ticks > 0);
  }
  timers_.clear();
  if (losing_) ForgetPauses();
  if (next_expiry_ <= tick + 1) Expire(tick + 1);
}

// XOFF as it is behind the edge is as good as before it: where it changes, a frame is owed anyway.
void Pfc::LinksChanged(const PortSet& up, const PortSet& down) {
  ForEach(up, words_, [&](int port) {
    if (xoff_[port] != 0) dirty_.Set(port);
  });
  lost_ = down;
  losing_ = down.Any(words_);
}

void Pfc::ForgetPauses() {
  ForEach(lost_, words_, [&](int port) {
    for (int c = 0; c < kClasses; ++c) SetPaused(port, c, false);
  });
  losing_ = false;
}

void Pfc::SetPaused(int port, int c, bool value) {
  if (Paused(port, c) == value) return;
  paused_[port] = static_cast<std::uint8_t>(paused_[port] ^ 1u << c);
  paused_ports_[c].Assign(port, value);
  paused_count_ += value ? 1 : -1;
}

void Pfc::Expire(std::uint64_t next_tick) {
  next_expiry_ = ~std::uint64_t{0};
  for (int c = 0; c < kClasses; ++c) {
    ForEach(PortSet(paused_ports_[c]), words_, [&](int port) {
      const std::uint64_t expiry = expiry_[port][c];
      if (expiry <= next_tick) {
        SetPaused(port, c, false);
      } else {
        next_expiry_ = std::min(next_expiry_, expiry);
      }
    });
  }
}

}  // namespace linkwright::ethernet_switch
