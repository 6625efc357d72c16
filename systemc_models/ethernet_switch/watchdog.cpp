// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/watchdog.h"

namespace linkwright::ethernet_switch {

bool Watchdog::AnyTimedOrInStorm() const {
  std::uint64_t any = 0;
  for (int c = 0; c < kClasses; ++c) {
    for (int w = 0; w < words_; ++w) any |= timing_[c].word[w] | storm_ports_[c].word[w];
  }
  return any != 0;
}

void Watchdog::Scan(const Control& control, const Pfc& pfc, const Queues& queues,
                    std::uint32_t scan) {
  class_ = static_cast<int>(scan % kClasses);
  scan_ = scan;
  const bool on = control.watchdog_detect != 0;
  const PortSet& paused = pfc.PausedPorts(class_);
  for (int w = 0; w < words_; ++w) {
    std::uint64_t ports = timing_[class_].word[w] | storm_ports_[class_].word[w];
    if (on) ports |= paused.word[w];
    for (; ports != 0; ports &= ports - 1) {
      const int port = w * 64 + std::countr_zero(ports);
      if (on) {
        Judge(control, pfc, queues, port);
      } else {
        changes_.push_back({port, Event::kEnd});
      }
    }
  }
}

void Watchdog::Judge(const Control& control, const Pfc& pfc, const Queues& queues, int port) {
  const bool paused = pfc.Paused(port, class_);
  const std::uint32_t elapsed = scan_ - since_[port][class_];
  if (Storm(port, class_)) {
    if (paused) {
      changes_.push_back({port, Event::kRestart});
    } else if (elapsed >= control.watchdog_restore) {
      changes_.push_back({port, Event::kEnd});
    }
  } else if (!paused || (queues.Waiting(port) >> class_ & 1) == 0) {
    changes_.push_back({port, Event::kNotTiming});
  } else if (!timing_[class_].Has(port)) {
    changes_.push_back({port, Event::kTiming});
  } else if (elapsed >= control.watchdog_detect) {
    changes_.push_back({port, Event::kStorm});
  }
}

void Watchdog::Commit(Counters& counters) {
  if (changes_.empty()) return;
  for (const Change& change : changes_) {
    const unsigned bit = 1u << class_;
    std::uint32_t& since = since_[change.port][class_];
    switch (change.event) {
      case Event::kTiming:
        timing_[class_].Set(change.port);
        since = scan_;
        break;
      case Event::kNotTiming:
        timing_[class_].Clear(change.port);
        break;
      case Event::kRestart:
        since = scan_;
        break;
      case Event::kStorm:
        storm_[change.port] = static_cast<std::uint8_t>(storm_[change.port] | bit);
        storm_ports_[class_].Set(change.port);
        since = scan_;
        ++counters.port[change.port].storms[class_];
        counters.Raise(Interrupt::kPfcStorm);
        break;
      case Event::kEnd:
        storm_[change.port] = static_cast<std::uint8_t>(storm_[change.port] & ~bit);
        storm_ports_[class_].Clear(change.port);
        timing_[class_].Clear(change.port);
        break;
    }
  }
  changes_.clear();
  settled_ = !AnyTimedOrInStorm();
}

}  // namespace linkwright::ethernet_switch
