// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/retry_link.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace linkwright::retry {

int RetryLink::PowerOfTwo(int at_least) {
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(at_least)));
}

void RetryLink::SetOutages(std::vector<LinkOutage> outages) {
  outages_ = std::move(outages);
  next_outage_ = 0;
}

void RetryLink::ApplyOutages(int64_t cycle) {
  for (; next_outage_ < outages_.size(); ++next_outage_) {
    const LinkOutage& outage = outages_[next_outage_];
    ends_.SetUp(cycle < outage.from || cycle >= outage.to);
    if (cycle < outage.to) return;
  }
}

void RetryLink::CountQueue(int end, size_t beats) {
  uint64_t& most = ends_.counted(end).queue_max;
  most = std::max<uint64_t>(most, beats);
}

bool RetryLink::Recovering() const {
  if (!ends_.up()) return InOutage() && outages_[next_outage_].to < LinkOutage::kForGood;
  return Resends() && ends_.MayGetThrough();
}

bool RetryLink::Hopeless() const {
  if (!ends_.up()) return InOutage() && outages_[next_outage_].to >= LinkOutage::kForGood;
  return Resends() && !ends_.MayGetThrough();
}

std::string RetryLink::DescribeWait() const {
  std::string text;
  if (!ends_.up() && next_outage_ < outages_.size()) {
    text = fmt::format("{} is down since cycle {}", ends_.path(), outages_[next_outage_].from);
  }
  for (const int end : {0, 1}) {
    const uint32_t outstanding = ends_.port(end).Outstanding();
    const uint16_t stopped = backpressure(end);
    if (outstanding == 0 && queued(end) == 0 && stopped == 0) continue;
    text += fmt::format("{}{} {}: {} frames unacknowledged and {} beats waiting after {} replays",
                        text.empty() ? "" : "; ", ends_.path(), ends_.toward(end), outstanding,
                        queued(end), ends_.counters(end).replays);
    if (stopped != 0) {
      text += fmt::format(", transmitter in state {}, backpressure {:#x}",
                          static_cast<int>(ends_.port(end).tx_state()), stopped);
    }
  }
  return text;
}

}  // namespace linkwright::retry
