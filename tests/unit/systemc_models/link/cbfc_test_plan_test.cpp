// SPDX-License-Identifier: Apache-2.0
// Cases of the public test plan for credit-based flow control that stand nowhere else in this
// folder; docs/models/cbfc.md, "Public test plan", maps all of them.
#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "tests/unit/systemc_models/link/link_pair.h"

namespace linkwright::link {
namespace {

constexpr int kA = LinkPair::kA;
constexpr int kB = LinkPair::kB;

// Credits of 64 bytes from A to B on the channels of the mask.
void EnableCredits(LinkPair& pair, std::uint32_t channels, std::uint32_t limit) {
  for (const int end : {kA, kB}) {
    LinkConfig& config = pair.config(end);
    config.retry.tx_enable = config.retry.rx_enable = false;
    config.credit.cf_max_spacing = 0;
    config.credit.cc_period = 0;
    config.credit.shift = 6;
  }
  pair.config(kA).credit.tx_enable = pair.config(kB).credit.rx_enable = channels;
  pair.config(kA).credit.limit.fill(limit);
}

// CBFC-08: four lossless channels; each in turn is not drained.
TEST(CbfcPlanChannels, OfFourAnUndrainedOneHoldsItselfOnly) {
  constexpr std::uint32_t kLimit = 40;
  for (std::uint8_t full = 0; full < 4; ++full) {
    LinkPair pair(3);
    EnableCredits(pair, 0xF, kLimit);
    pair.free_at_once = false;
    std::array<int, 4> arrived{};
    std::size_t seen = 0;
    std::uint32_t id = 0;
    // The core offers channels in turn and passes over the one that has no credits.
    for (int tick = 0; tick < 2000; ++tick) {
      const auto vc = static_cast<std::uint8_t>(tick % 4);
      const LinkConfig& config = pair.config(kA);
      if (pair.all_taken(kA) && pair.port(kA).sender_credits().HasRoom(config.credit, vc, 64))
        pair.Send(kA, {id++, 64, vc, true, false});
      pair.Tick();
      for (; seen < pair.received(kB).size(); ++seen) {
        const ReceivedFrame& frame = pair.received(kB)[seen];
        ++arrived[frame.vc];
        if (frame.vc != full) pair.inputs(kB).freed = {true, frame.vc, frame.length};
      }
    }
    for (std::uint8_t vc = 0; vc < 4; ++vc) {
      if (vc == full) {
        EXPECT_EQ(arrived[vc], static_cast<int>(kLimit));
      } else {
        EXPECT_GE(arrived[vc], 480) << "of 500 chances; channel " << int{vc};
      }
    }
  }
}

// CBFC-10 and CBFC-11: four links into a core that takes one frame per tick in all. Lossless
// channels never hold more than was advertised; best effort overflows and is thrown away.
TEST(CbfcPlanIncast, LosslessFramesAreNeverMoreThanAdvertisedBestEffortOverflows) {
  constexpr std::uint32_t kLimit = 24;
  constexpr std::size_t kSources = 4, kRoom = 24;
  for (const bool mixed : {false, true}) {
    std::vector<std::unique_ptr<LinkPair>> links;
    std::array<std::array<std::size_t, 2>, kSources> held{}, arrived{}, dropped{};
    std::array<std::size_t, kSources> seen{};
    for (std::size_t i = 0; i < kSources; ++i) {
      links.push_back(std::make_unique<LinkPair>(6));
      EnableCredits(*links[i], 1, kLimit);
      links[i]->free_at_once = false;
    }
    std::uint32_t id = 0;
    std::size_t most = 0;
    std::array<std::size_t, 2> turn{};
    for (int tick = 0; tick < 8000; ++tick) {
      for (std::size_t i = 0; i < kSources; ++i) {
        LinkPair& link = *links[i];
        const auto vc = static_cast<std::uint8_t>(mixed ? tick & 1 : 0);
        const bool room =
            vc == 1 || link.port(kA).sender_credits().HasRoom(link.config(kA).credit, 0, 64);
        if (link.all_taken(kA) && room) link.Send(kA, {id++, 64, vc, true, false});
        link.Tick();
        for (; seen[i] < link.received(kB).size(); ++seen[i]) {
          const std::size_t channel = link.received(kB)[seen[i]].vc;
          ++arrived[i][channel];
          if (channel == 1 && held[i][1] == kRoom) {
            ++dropped[i][1];
          } else {
            most = std::max(most, ++held[i][channel]);
          }
        }
      }
      // The core serves channels and, within one, sources in turn.
      for (std::size_t k = 0; k < 2 * kSources; ++k) {
        const std::size_t channel = (k / kSources + static_cast<std::size_t>(tick)) % 2;
        const std::size_t source = (turn[channel] + k) % kSources;
        if (held[source][channel] == 0) continue;
        --held[source][channel];
        if (channel == 0) links[source]->inputs(kB).freed = {true, 0, 64};
        turn[channel] = (source + 1) % kSources;
        break;
      }
    }
    EXPECT_LE(most, static_cast<std::size_t>(kLimit));
    std::size_t lossless = 0, all = 0, least = SIZE_MAX;
    for (std::size_t i = 0; i < kSources; ++i) {
      lossless += arrived[i][0];
      all += arrived[i][0] + arrived[i][1] - dropped[i][1];
      least = std::min(least, arrived[i][0]);
      EXPECT_EQ(dropped[i][0], 0U);
      EXPECT_EQ(dropped[i][1] > 0, mixed);
    }
    EXPECT_GE(all, 7900U) << "the core is never without work";
    EXPECT_GE(least * kSources, lossless * 9 / 10) << "sources share";
  }
}

// CBFC-12: updates as late as over 500 m and back do not cost line rate, with a buffer for the
// loop.
TEST(CbfcPlanBuffers, FiveHundredMetresAreAtLineRateWithSmallestAndLargestFrames) {
  constexpr int kTicks = 3946;  // 500 m at 198,000 km/s in ticks of 640 ps
  for (const int beats : {1, 144}) {
    // The knee of frames of one beat, and the ticks in which a frame comes and is handed over.
    const int frames = (2 * kTicks + 4 + 2 * (beats - 1) + beats - 1) / beats;
    for (const int limit : {frames, frames - 1}) {
      LinkPair pair(kTicks);
      EnableCredits(pair, 1, static_cast<std::uint32_t>(limit * beats));
      pair.SendMany(kA, 3 * (2 * kTicks + 300) / beats, static_cast<std::uint16_t>(64 * beats));
      std::int64_t ticks = 0;
      while (!pair.all_taken(kA)) {
        pair.Tick();
        ++ticks;
      }
      EXPECT_EQ(ticks == pair.taken(kA) * beats, limit == frames) << "a beat in every tick";
      pair.Run(kTicks + 300);
      pair.ExpectInOrder(kB, static_cast<std::size_t>(pair.taken(kA)));
    }
  }
}

}  // namespace
}  // namespace linkwright::link
