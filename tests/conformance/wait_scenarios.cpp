// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/wait_scenarios.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/oracle/scaleup_waits.h"
#include "tests/conformance/steady_streams.h"

namespace linkwright::conformance {

namespace {

using spec::scaleup_switch::Variant;
using Wait = oracle::ScaleUpWaits::Wait;

// Collects what was wrong.
struct Verdict {
  std::string text;

  void Oracle(const SteadyStreams& run) {
    if (!run.waits().findings().empty()) text += run.waits().findings().First() + "\n";
  }
  void Require(bool condition, const std::string& otherwise) {
    if (!condition) text += otherwise + "\n";
  }
  void AtLeast(std::int64_t packets, const SteadyStreams& run, const Stream& stream,
               int member = 0) {
    const std::int64_t had = run.Of(stream, member).packets;
    Require(had >= packets,
            fmt::format("{} sent {} packets, at least {} were due", Text(stream), had, packets));
  }
  void WaitsAtMost(std::int64_t cycles, const SteadyStreams& run, const Stream& stream,
                   int member = 0) {
    const Wait wait = run.Of(stream, member);
    Require(wait.longest <= cycles,
            fmt::format("{} waited {} cycles with credit from cycle {}, while {} others passed; at "
                        "most {} were due",
                        Text(stream), wait.longest, wait.since, wait.passed_by, cycles));
  }
};

// Port 0 multicasts to output 2, port 1 sends unicast there, the others keep both kinds asking, and
// receiver 2 grants one packet every 28 cycles, in every phase.
std::string SharedOutput(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  const Stream group{.source = 0, .members = 0b0100};
  const Stream unicast{.source = 1, .target = 2};
  for (int phase = 0; phase < 28; ++phase) {
    SteadyStreams run(
        make(variant), variant,
        {group, unicast, {.source = 2, .members = 0b1000}, {.source = 3, .target = 3}},
        {{.port = 2, .channel = 0, .period = 28, .phase = phase}});
    run.Run(8000);
    verdict.Oracle(run);
    const Wait g = run.Of(group, 2);
    const Wait u = run.Of(unicast);
    verdict.Require(g.packets + u.packets > 270, fmt::format("phase {}: output 2 idles", phase));
    verdict.Require(
        std::abs(g.packets - u.packets) <= 2 && std::max(g.passed_by, u.passed_by) <= 3,
        fmt::format("phase {}: {} group packets and {} unicast packets passed output 2; "
                    "one had to wait for {} others",
                    phase, g.packets, u.packets, std::max(g.passed_by, u.passed_by)));
  }
  return verdict.text;
}

// Two inputs stream read responses to output 2; one of them has requests for it, too.
std::string RequestsBehindResponses(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  const Stream request{.source = 0, .target = 2, .channel = 0, .bytes = 0};
  const Stream responses{.source = 0, .target = 2, .channel = 1};
  const Stream others{.source = 1, .target = 2, .channel = 1};
  SteadyStreams run(make(variant), variant, {responses, request, others});
  run.Run(50000);
  verdict.Oracle(run);
  verdict.AtLeast(run.Of(responses).packets / 16, run, request);
  verdict.WaitsAtMost(64, run, request);
  verdict.Require(run.Of(request).packets < run.Of(responses).packets / 2,
                  "responses do not go first");
  return verdict.text;
}

// All four channels of two inputs, for one output.
std::string EveryChannel(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  std::vector<Stream> streams;
  for (int source : {0, 1}) {
    for (int channel : {0, 1, 2, 3}) {
      streams.push_back({.source = source, .target = 2, .channel = channel, .bytes = 128});
    }
  }
  SteadyStreams run(make(variant), variant, streams);
  run.Run(40000);
  verdict.Oracle(run);
  for (const Stream& stream : streams) {
    verdict.AtLeast(320, run, stream);
    verdict.WaitsAtMost(600, run, stream);
  }
  return verdict.text;
}

// Packets of five flits. Input 0 is busy with its own other stream whenever output 2 is free, and
// output 2 with a rival whenever input 0 is: after those for output 2 have filled their slots, as
// there was no credit for them until cycle 500.
std::string BusyElsewhere(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  for (int phase = 0; phase < 5; ++phase) {
    const Stream victim{.source = 0, .target = 2, .channel = 0, .bytes = 256};
    const Stream own{.source = 0, .target = 3, .channel = 1, .bytes = 256};
    const Stream rival{.source = 1, .target = 2, .channel = 1, .bytes = 256, .first = phase};
    SteadyStreams run(make(variant), variant, {own, victim, rival},
                      {{.port = 2, .channel = 0, .period = 1, .from = 500}});
    run.Run(20000);
    verdict.Oracle(run);
    verdict.AtLeast(120, run, victim);
    verdict.WaitsAtMost(200, run, victim);
  }
  return verdict.text;
}

// The same, and claims in front that never get credit: they must not keep their turn.
std::string NoCreditInFront(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  for (int phase = 0; phase < 5; ++phase) {
    const Stream victim{.source = 0, .target = 2, .channel = 3, .bytes = 256};
    const Stream own{.source = 0, .target = 3, .channel = 1, .bytes = 256};
    const Stream rival{.source = 1, .target = 2, .channel = 1, .bytes = 256, .first = phase};
    const Stream blocked{.source = 3, .target = 2, .channel = 0};
    SteadyStreams run(make(variant), variant, {own, victim, rival, blocked},
                      {{.port = 2, .channel = 3, .period = 1, .from = 500},
                       {.port = 2, .channel = 0, .period = 1, .from = 1000000}});
    run.Run(20000);
    verdict.Oracle(run);
    verdict.AtLeast(40, run, victim);
    verdict.WaitsAtMost(1000, run, victim);
  }
  return verdict.text;
}

// Group packets and unicast packets of one input, for different outputs; as above.
std::string InputsTurn(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  for (int phase = 0; phase < 5; ++phase) {
    const Stream group{.source = 0, .members = 0b0100, .channel = 0, .bytes = 256};
    const Stream own{.source = 0, .target = 3, .channel = 1, .bytes = 256};
    const Stream rival{.source = 1, .target = 2, .channel = 1, .bytes = 256, .first = phase};
    SteadyStreams run(make(variant), variant, {own, group, rival},
                      {{.port = 2, .channel = 0, .period = 1, .from = 500}});
    run.Run(20000);
    verdict.Oracle(run);
    verdict.AtLeast(120, run, group, 2);
    verdict.AtLeast(120, run, own);
    verdict.WaitsAtMost(200, run, group, 2);
  }
  return verdict.text;
}

// Group packets of one input for two outputs in turn, which always find theirs willing: they must
// leave the input's unicast packets a share.
std::string TwoGroups(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  const Stream first{.source = 0, .members = 0b0010};
  const Stream second{.source = 0, .members = 0b0100};
  const Stream own{.source = 0, .target = 3, .channel = 1};
  SteadyStreams run(make(variant), variant,
                    {first, second, own, {.source = 1, .target = 1}, {.source = 2, .target = 2}});
  run.Run(20000);
  verdict.Oracle(run);
  verdict.AtLeast(2500, run, own);
  verdict.AtLeast(1000, run, first, 1);
  verdict.AtLeast(1000, run, second, 2);
  return verdict.text;
}

// A sender that stops inside a packet holds the output it sends to. A claim on that output becomes
// late, and must not hold its input for as long.
std::string StoppedPacket(const MakeDevice& make, const Variant& variant) {
  Verdict verdict;
  const Stream stopped{.source = 1, .target = 2, .bytes = 256, .gap = 1000000};
  const Stream victim{.source = 0, .target = 2, .channel = 0, .bytes = 256, .first = 50};
  const Stream own{.source = 0, .target = 3, .channel = 1, .bytes = 256};
  SteadyStreams run(make(variant), variant, {stopped, victim, own});
  run.Run(20000);
  verdict.AtLeast(20000 / 5 - 40, run, own);
  return verdict.text;
}

std::string SmallPatterns(const MakeDevice& make, const Variant& variant) {
  return RandomStreamsStarveNobody(make, variant, 5, 30, 9000);
}

std::string WavefrontPatterns(const MakeDevice& make, const Variant& variant) {
  return RandomStreamsStarveNobody(make, variant, 6, 6, 24000);
}

constexpr WaitScenario kScenarios[] = {
    {"UnicastAndMulticastShareAnOutputWhoseCreditComesInARhythm", "p4", SharedOutput},
    {"RequestsPassAStreamOfResponses", "p4", RequestsBehindResponses},
    {"EveryChannelOfAnInputPassesTheOthers", "p8", EveryChannel},
    {"AnInputIsNotPassedByBecauseItIsBusyElsewhere", "p4", BusyElsewhere},
    {"AClaimWithoutCreditDoesNotKeepItsTurn", "p8", NoCreditInFront},
    {"AnInputsGroupPacketsAndUnicastPacketsTakeTurns", "p4", InputsTurn},
    {"GroupPacketsLeaveTheirInputsUnicastPacketsAShare", "p4", TwoGroups},
    {"APacketThatStopsHoldsNoInputThatWaitsForItsOutput", "p4", StoppedPacket},
    {"NobodyStarvesWhateverRepeatsItself", "p4", SmallPatterns},
    {"NobodyStarvesBehindTheWavefrontAllocator", "p8_wavefront", WavefrontPatterns},
};

std::vector<Stream> RandomStreams(random::Stream& random, const Variant& variant) {
  std::vector<Stream> streams;
  const auto ports = static_cast<std::uint64_t>(variant.ports);
  const auto below = [&](std::uint64_t n) { return static_cast<int>(random.Below(n)); };
  const int count = std::min(variant.groups, 3 + below(5));
  const int hot = below(ports);
  for (int s = 0; s < count; ++s) {
    Stream stream;
    stream.source = below(ports);
    stream.target = random.Bernoulli(0.5) ? hot : below(ports);
    stream.channel = below(static_cast<std::uint64_t>(variant.virtual_channels));
    stream.bytes = 64 * below(5);
    stream.gap = random.Bernoulli(0.2) ? 1 + below(2) : 0;
    stream.first = below(40);
    if (random.Bernoulli(0.35)) {
      stream.channel &= ~1;
      stream.bytes = std::max(stream.bytes, 64);
      stream.members = 1U << stream.target;
      for (int m = below(3); m > 0; --m) stream.members |= 1U << below(ports);
      stream.reduce = random.Bernoulli(0.3) && stream.channel + 1 < variant.virtual_channels;
    }
    streams.push_back(stream);
  }
  return streams;
}

}  // namespace

std::span<const WaitScenario> WaitScenarios() { return kScenarios; }

std::string RandomStreamsStarveNobody(const MakeDevice& make, const Variant& variant,
                                      std::uint64_t seed, int patterns, std::int64_t cycles,
                                      std::int64_t* longest) {
  random::Stream random(seed);
  std::string wrong;
  for (int pattern = 0; pattern < patterns; ++pattern) {
    const std::vector<Stream> streams = RandomStreams(random, variant);
    std::vector<SlowReceiver> slow;
    for (int r = static_cast<int>(random.Below(3)); r > 0; --r) {
      slow.push_back({static_cast<int>(random.Below(static_cast<std::uint64_t>(variant.ports))),
                      static_cast<int>(random.Below(2)), 8 + static_cast<int>(random.Below(40)),
                      0});
    }
    SteadyStreams run(make(variant), variant, streams, slow);
    run.Run(cycles);
    const std::vector<Wait> waits = run.waits().Waits();
    if (longest && !waits.empty()) *longest = std::max(*longest, waits.front().longest);
    if (run.waits().findings().empty()) continue;
    wrong += fmt::format("pattern {}: {}\n", pattern, run.waits().findings().First());
    for (const Stream& stream : streams) wrong += "  " + Text(stream) + "\n";
  }
  return wrong;
}

}  // namespace linkwright::conformance
