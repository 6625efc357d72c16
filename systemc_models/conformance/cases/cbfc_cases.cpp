// SPDX-License-Identifier: Apache-2.0
// CBFC-01 to CBFC-03: the books of credits. CBFC-05 to CBFC-07: which channel a frame enters.
#include "systemc_models/conformance/cases/cbfc_cases.h"

#include <fmt/format.h>

#include <array>
#include <memory>

#include "systemc_models/conformance/bench/faults.h"

namespace linkwright::conformance {

namespace reg = spec::ethernet_switch::registers;

namespace {

constexpr int kChannel = 1;

Flow FramesOf(int bytes, std::int64_t frames) {
  Flow flow;
  flow.bytes = bytes;
  flow.frames = frames;
  flow.vc = kChannel;
  return flow;
}

BenchOptions WithCredits() {
  BenchOptions options;
  options.lossless = 1U << kChannel;
  return options;
}

// Of one channel at a sender and at a receiver, with what is in between.
struct Books {
  std::int64_t sender_consumed = 0, sender_freed = 0, receiver_consumed = 0, receiver_freed = 0;

  std::int64_t used() const { return sender_consumed - sender_freed; }
};

// Nothing wraps in these cases: counters have 20 bits.
Books BooksOf(const link::LinkDevice& sender, const link::LinkDevice& receiver, int vc) {
  const link::CreditCounts from = sender.SenderCredits(vc), to = receiver.ReceiverCredits(vc);
  return {from.consumed, from.freed, to.consumed, to.freed};
}
Books operator-(const Books& a, const Books& b) {
  return {a.sender_consumed - b.sender_consumed, a.sender_freed - b.sender_freed,
          a.receiver_consumed - b.receiver_consumed, a.receiver_freed - b.receiver_freed};
}

std::string CreditConfig(const Bench& bench) {
  return fmt::format("CBFC_SENDER_CREDIT_SIZE={}; CBFC_SENDER_PACKET_OVERHEAD=0",
                     bench.credit_bytes());
}

}  // namespace

void Cbfc01(CaseRun& run) {
  constexpr int kFrames = 4;
  Bench* bench = nullptr;
  for (const int bytes : AllSizes()) {
    const Flow flow = FramesOf(bytes, kFrames);
    run.Begin(std::to_string(bytes), flow, "");
    if (bench == nullptr) bench = &run.Ready(WithCredits());
    run.Configured(CreditConfig(*bench) + "; tester drains after the frames have come");
    const auto books = [&] {
      return BooksOf(bench->device().link(2), bench->station(2).port(), kChannel);
    };
    const Books before = books();
    const std::int64_t credits = kFrames * std::int64_t{bench->CreditsOf(bytes)};
    bench->station(2).SetDrain(kChannel, 0);
    const int sent = bench->Start(flow);
    bench->Settle();
    const Books full = books() - before;
    run.Exactly("SENDER_CREDITS_CONSUMED", credits, full.sender_consumed);
    run.Exactly("SENDER_CREDITS_FREED", 0, full.sender_freed);
    run.Exactly("SENDER_CREDITS_USED", credits, full.used());
    bench->station(2).SetDrain(kChannel, 1);
    run.NothingLost(sent);
    const Books drained = books() - before;
    run.Exactly("drained SENDER_CREDITS_FREED", credits, drained.sender_freed);
    run.Exactly("drained SENDER_CREDITS_USED", 0, drained.used());
  }
}

void Cbfc02(CaseRun& run) {
  constexpr int kFrames = 4;
  Bench* bench = nullptr;
  for (const int bytes : AllSizes()) {
    const Flow flow = FramesOf(bytes, kFrames);
    run.Begin(std::to_string(bytes), flow, "");
    if (bench == nullptr) bench = &run.Ready(WithCredits());
    run.Configured(CreditConfig(*bench) + "; PKT_DEQUEUE_ENABLE=0 at port 2, then 1");
    const auto books = [&] {
      return BooksOf(bench->station(1).port(), bench->device().link(1), kChannel);
    };
    const Books before = books();
    const std::int64_t credits = kFrames * std::int64_t{bench->CreditsOf(bytes)};
    bench->device().StopQueues(2, 1U << kChannel);
    const int sent = bench->Start(flow);
    bench->RunUntil([&] { return bench->AllSent(sent); }, 10000);
    bench->Run(1000);
    const Books full = books() - before;
    run.Exactly("RECEIVER_CREDITS_CONSUMED", credits, full.receiver_consumed);
    run.Exactly("RECEIVER_CREDITS_FREED", 0, full.receiver_freed);
    run.Exactly("cells in the priority group", credits, bench->Read(reg::PgCells(0, kChannel)));
    bench->device().StopQueues(2, 0);
    run.NothingLost(sent);
    const Books drained = books() - before;
    run.Exactly("drained RECEIVER_CREDITS_FREED", credits, drained.receiver_freed);
    run.Exactly("drained, tester's credits in use", 0, drained.used());
  }
}

void Cbfc03(CaseRun& run) {
  constexpr int kLost = 100, kGood = 50;
  constexpr std::uint32_t kPeriod = 512;
  for (const bool device_sends : {false, true}) {
    const Flow flow = FramesOf(256, kLost);
    run.Begin(device_sends ? "sender" : "receiver", flow, "");
    Bench& bench = run.Ready(WithCredits());
    run.Configured(
        fmt::format("{}; CC_UPDATE stopped, 100 frames corrupted, then CC_UPDATE every "
                    "{} ticks",
                    CreditConfig(bench), kPeriod));
    const link::LinkDevice& sender =
        device_sends ? bench.device().link(2)
                     : static_cast<const link::LinkDevice&>(bench.station(1).port());
    const link::LinkDevice& receiver =
        device_sends ? static_cast<const link::LinkDevice&>(bench.station(2).port())
                     : bench.device().link(1);
    const auto books = [&] { return BooksOf(sender, receiver, kChannel); };
    const Books before = books();
    const auto damage = std::make_shared<Damage>();
    const Bench::Hook corrupt = DamageSome(1, "all", damage);
    if (device_sends) {
      bench.OnWayFromDevice(2, corrupt);
    } else {
      bench.OnWayToDevice(1, corrupt);
    }
    const int lost = bench.Start(flow);
    bench.Settle();
    const std::int64_t credits = kLost * std::int64_t{bench.CreditsOf(flow.bytes)};
    const Books leaked = books() - before;
    run.Exactly("RECEIVER_CREDITS_CONSUMED", 0, leaked.receiver_consumed);
    run.Exactly("RECEIVER_CREDITS_FREED", 0, leaked.receiver_freed);
    run.Exactly("sender's credits in use", credits, leaked.used());
    run.Exactly("received", 0, bench.count(lost).received);
    if (device_sends) {
      bench.OnWayFromDevice(2, {});
      bench.device().config(2).credit.cc_period = kPeriod;
    } else {
      bench.OnWayToDevice(1, {});
      bench.station(1).config().credit.cc_period = kPeriod;
    }
    bench.Run(4 * kPeriod);
    const Books healed = books() - before;
    run.Exactly("healed RECEIVER_CREDITS_CONSUMED", healed.sender_consumed,
                healed.receiver_consumed);
    run.Exactly("healed RECEIVER_CREDITS_FREED", healed.sender_freed, healed.receiver_freed);
    run.Exactly("healed sender's credits in use", 0, healed.used());
    const int good = bench.Start(FramesOf(256, kGood));
    run.NothingLost("lost afterwards", {&good, 1});
  }
}

namespace {

// One code point after another, a few frames each: in which queue of port 2 they were; and what all
// queues, the credits of its sender and the tester say in the end. Sums alone would not tell maps
// apart that share the code points out evenly.
void Classify(CaseRun& run, Header header, int code_points, const char* map) {
  constexpr int kFrames = 3;
  Flow typical;
  typical.header = header;
  typical.bytes = 128;
  run.Begin("", typical, map);
  BenchOptions options;
  options.lossless = 0xFF;
  options.largest_frame = typical.bytes;
  Bench& bench = run.Ready(options);
  int read_back = 0;
  for (int point = 0; point < code_points; ++point) {
    const bool tagged = header == Header::kTagged;
    const std::uint32_t address = !tagged            ? reg::DscpClass(point)
                                  : (point & 1) != 0 ? reg::DeiClass(point / 2)
                                                     : reg::PcpClass(point / 2);
    const int wanted = tagged ? ClassOfPcpDei(point) : ClassOfDscp(point);
    read_back += bench.Read(address) == static_cast<std::uint32_t>(wanted) ? 1 : 0;
  }
  run.Exactly("entries of the map read back", code_points, read_back);
  std::array<std::int64_t, kChannels> expected{};
  std::vector<int> flows;
  int right = 0;
  for (int point = 0; point < code_points; ++point) {
    Flow flow = typical;
    flow.code_point = point;
    flow.vc = header == Header::kTagged ? ClassOfPcpDei(point) : ClassOfDscp(point);
    flow.frames = kFrames;
    expected[static_cast<std::size_t>(flow.vc)] += kFrames;
    const std::uint32_t before = bench.Read(reg::QueueFrames(1, flow.vc));
    flows.push_back(bench.Start(flow));
    bench.Settle();
    right += bench.Read(reg::QueueFrames(1, flow.vc)) - before == kFrames ? 1 : 0;
  }
  run.Exactly("code points in their queue", code_points, right);
  run.NothingLost("lost", flows);
  for (int vc = 0; vc < kChannels; ++vc) {
    const std::int64_t frames = expected[static_cast<std::size_t>(vc)];
    run.Exactly(fmt::format("VC {} frames", vc), frames, bench.Read(reg::QueueFrames(1, vc)));
    run.Exactly(fmt::format("VC {} SENDER_CREDITS_CONSUMED", vc),
                frames * std::int64_t{bench.CreditsOf(typical.bytes)},
                bench.device().link(2).SenderCredits(vc).consumed);
  }
}

}  // namespace

void Cbfc05(CaseRun& run) { Classify(run, Header::kTagged, 16, "DOT1P_DEI_TO_TC, TC_TO_VC"); }
void Cbfc06(CaseRun& run) { Classify(run, Header::kIpv4, 64, "DSCP_TO_TC, TC_TO_VC"); }
void Cbfc07(CaseRun& run) { Classify(run, Header::kIpv6, 64, "DSCP_TO_TC, TC_TO_VC"); }

}  // namespace linkwright::conformance
