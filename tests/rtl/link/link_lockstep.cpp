// SPDX-License-Identifier: Apache-2.0
#include "tests/rtl/link/link_lockstep.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/rtl/link/link_stimulus.h"

namespace linkwright::link {
namespace {

constexpr int kFewSlots = 256;

// One end: what drives it and what it drives.
struct End {
  End(const LinkSizes& sizes, std::uint64_t seed, const std::string& name)
      : core(sizes, seed, name + ".core"),
        settings(seed, name + ".settings"),
        faults(seed, name + ".faults"),
        twin(sizes) {}
  RandomCore core;
  random::Stream settings;
  random::Stream faults;
  double pace = 1;             // ticks in which the line takes a beat, of all
  bool down = false;           // its link, whatever the other end's is
  std::uint32_t patience = 0;  // ticks that the cable takes of a replay timer
  LinkInputs in;
  LinkOutputs out;
  LinkPort twin;
};

std::string FirstDifference(const FlitBeat& rtl, const FlitBeat& twin) {
  if (rtl.valid != twin.valid) return fmt::format("valid {} {}", rtl.valid, twin.valid);
  if (!twin.valid) return "";
  if (rtl.head != twin.head) return fmt::format("head {} {}", rtl.head, twin.head);
  if (rtl.tail != twin.tail) return fmt::format("tail {} {}", rtl.tail, twin.tail);
  if (rtl.bytes != twin.bytes) return fmt::format("bytes {} {}", rtl.bytes, twin.bytes);
  if (rtl.error != twin.error) return fmt::format("error {} {}", rtl.error, twin.error);
  if (rtl.data != twin.data) return "data";
  return "";
}

std::string FirstDifference(const LinkOutputs& rtl, const LinkOutputs& twin) {
  std::string d = FirstDifference(rtl.wire.beat.flit, twin.wire.beat.flit);
  if (!d.empty()) return "tx beat " + d;
  const LinkBeat& a = rtl.wire.beat;
  const LinkBeat& b = twin.wire.beat;
  if (b.flit.valid) {
    if (a.bad != b.bad) return "tx beat bad";
    if (a.vc != b.vc) return fmt::format("tx beat vc {} {}", a.vc, b.vc);
    if (a.numbered != b.numbered)
      return fmt::format("tx beat numbered {} {}", a.numbered, b.numbered);
    if (a.number != b.number) return fmt::format("tx beat number {} {}", a.number, b.number);
  }
  const ControlSet& c = rtl.wire.control;
  const ControlSet& e = twin.wire.control;
  if (c.valid != e.valid) return fmt::format("ctl valid {} {}", c.valid, e.valid);
  if (e.valid) {
    if (c.kind != e.kind) return fmt::format("ctl kind {} {}", int(c.kind), int(e.kind));
    if (c.vc != e.vc) return fmt::format("ctl vc {} {}", c.vc, e.vc);
    if (c.value != e.value) return fmt::format("ctl value {} {}", c.value, e.value);
    if (c.numbered != e.numbered) return fmt::format("ctl numbered {} {}", c.numbered, e.numbered);
    if (e.numbered && c.number != e.number)
      return fmt::format("ctl number {} {}", c.number, e.number);
  }
  d = FirstDifference(rtl.out.flit, twin.out.flit);
  if (!d.empty()) return "core beat " + d;
  if (twin.out.flit.valid && rtl.out.vc != twin.out.vc) return "core beat vc";
  return "";
}

std::string FirstDifference(const CreditCounts& rtl, const CreditCounts& twin) {
  if (rtl.consumed != twin.consumed)
    return fmt::format("consumed {} {}", rtl.consumed, twin.consumed);
  if (rtl.freed != twin.freed) return fmt::format("freed {} {}", rtl.freed, twin.freed);
  return "";
}

std::string FirstDifference(const LinkDevice& rtl, const LinkDevice& twin) {
  if (rtl.tx_state() != twin.tx_state()) return "tx state";
  if (rtl.rx_state() != twin.rx_state()) return "rx state";
  if (rtl.Outstanding() != twin.Outstanding()) return "outstanding frames";
  for (std::size_t i = 0; i < kLlrCounters; ++i) {
    const auto counter = static_cast<LlrCounter>(i);
    if (rtl.counter(counter) != twin.counter(counter)) {
      return fmt::format("counter {} {} {}", kLlrCounterNames[i], rtl.counter(counter),
                         twin.counter(counter));
    }
  }
  for (int vc = 0; vc < twin.sizes().virtual_channels; ++vc) {
    std::string d = FirstDifference(rtl.SenderCredits(vc), twin.SenderCredits(vc));
    if (!d.empty()) return fmt::format("sender credits of vc {}: {}", vc, d);
    d = FirstDifference(rtl.ReceiverCredits(vc), twin.ReceiverCredits(vc));
    if (!d.empty()) return fmt::format("receiver credits of vc {}: {}", vc, d);
  }
  return "";
}

// Phases: quiet ones in which the link comes up and runs, wild ones in which everything changes.
void ChangeSettings(const LinkSizes& sizes, End& end, bool calm) {
  end.in.config = RandomConfig(sizes, end.settings);
  end.pace = end.settings.Bernoulli(0.5) ? 1 : 0.05 + 0.95 * end.settings.Real();
  if (!calm) return;
  RetryConfig& retry = end.in.config.retry;
  retry.tx_enable = retry.rx_enable = true;
  retry.reinit_on_flush = true;
  retry.replay_timer = 30 + end.patience + static_cast<std::uint32_t>(end.settings.Below(100));
  retry.max_frames = static_cast<std::uint32_t>(sizes.frame_slots);
  retry.max_bytes = 0xFFFFFF;
}

void Injections(End& end) {
  end.in.line = end.pace == 1 || end.faults.Bernoulli(end.pace);
  end.in.corrupt_beat = end.faults.Bernoulli(0.002);
  end.in.drop_control = end.faults.Bernoulli(0.01);
  end.in.clear_counters = end.faults.Bernoulli(0.0003);
}

std::uint64_t Fold(std::uint64_t hash, const LinkInputs& in) {
  return (hash ^ in.offer.flit.data[0] ^ (std::uint64_t{in.offer.length} << 40) ^
          in.wire.control.value) *
         0x100000001b3ULL;
}

}  // namespace

void LockstepRun::Add(const LockstepRun& other) {
  cycles += other.cycles;
  for (std::size_t i = 0; i < counted.size(); ++i) counted[i] += other.counted[i];
  for (std::size_t i = 0; i < tx_states.size(); ++i) tx_states[i] += other.tx_states[i];
  for (std::size_t i = 0; i < rx_states.size(); ++i) rx_states[i] += other.rx_states[i];
  for (std::size_t i = 0; i < control_kinds.size(); ++i) control_kinds[i] += other.control_kinds[i];
  number_wraps += other.number_wraps;
  credit_wraps += other.credit_wraps;
  line_refusals += other.line_refusals;
  one_sided += other.one_sided;
  most_outstanding = std::max(most_outstanding, other.most_outstanding);
  frames_taken += other.frames_taken;
  frames_delivered += other.frames_delivered;
}

LockstepRun RunLockstep(const LinkSizes& sizes, const RtlFactory& make, std::uint64_t seed,
                        std::int64_t cycles) {
  LockstepRun run;
  random::Stream phases(seed, "phases");
  End a(sizes, seed, "a");
  End b(sizes, seed, "b");
  const auto rtl = make(sizes, seed);
  // Many slots are in use on a long cable only, and with a timer that lets it answer.
  const bool far = sizes.frame_slots > kFewSlots;
  const int delay = static_cast<int>(far ? 300 + phases.Below(700) : phases.Below(12));
  if (far) a.patience = b.patience = static_cast<std::uint32_t>(3 * delay);
  RandomCable to_a(delay, seed, "to_a");
  RandomCable to_b(delay, seed, "to_b");
  LinkOutputs rtl_out;
  bool link_up = true;
  std::uint32_t last_number = 0;
  std::uint32_t last_consumed = 0;
  const std::uint32_t top = 1U << sizes.counter_bits;
  std::array<std::uint32_t, kLlrCounters> last_counters{};
  for (std::int64_t cycle = 0; cycle < cycles; ++cycle) {
    if (cycle % 1000 == 0) {
      const bool calm = phases.Bernoulli(0.7);
      ChangeSettings(sizes, a, calm);
      ChangeSettings(sizes, b, calm);
      const double noise = calm ? 0 : phases.Bernoulli(0.5) ? 0.02 : 0;
      const double rate = phases.Bernoulli(0.3) ? 0 : 0.02 * phases.Real();
      for (RandomCable* cable : {&to_a, &to_b})
        cable->SetRates(rate, rate / 2, rate, noise, sizes.seq_bits);
    }
    if (phases.Bernoulli(0.001)) ChangeSettings(sizes, a, false);
    // A link goes down at both ends in one tick, or at one end alone.
    if (phases.Bernoulli(link_up ? 0.0005 : 0.05)) link_up = !link_up;
    for (End* end : {&a, &b}) {
      if (phases.Bernoulli(end->down ? 0.05 : 0.0003)) end->down = !end->down;
      end->in.config.link_up = link_up && !end->down;
    }
    run.one_sided += a.in.config.link_up != b.in.config.link_up;
    for (End* end : {&a, &b}) {
      Injections(*end);
      end->core.Drive(end->in);
    }
    const LinkWire from_a = a.out.wire;
    const LinkWire from_b = b.out.wire;
    a.in.wire = to_a.Carry(from_b);
    b.in.wire = to_b.Carry(from_a);
    run.stimulus_hash = Fold(run.stimulus_hash, a.in);

    rtl->Tick(a.in, rtl_out);
    a.twin.Tick(a.in, a.out);
    b.twin.Tick(b.in, b.out);
    std::string difference =
        rtl_out.taken != a.out.taken ? "ready" : FirstDifference(rtl_out, a.out);
    if (difference.empty()) difference = FirstDifference(*rtl, a.twin);
    ++run.cycles;
    if (!difference.empty()) {
      run.divergence = difference;
      run.divergence_cycle = cycle;
      return run;
    }
    a.core.Observe(a.out);
    b.core.Observe(b.out);

    run.most_outstanding = std::max(run.most_outstanding,
                                    static_cast<std::int64_t>(a.twin.transmitter().Outstanding()));
    ++run.tx_states[static_cast<std::size_t>(a.twin.transmitter().state())];
    ++run.rx_states[static_cast<std::size_t>(a.twin.receiver().state())];
    if (a.out.wire.control.valid)
      ++run.control_kinds[static_cast<std::size_t>(a.out.wire.control.kind)];
    run.line_refusals += a.in.offer.flit.valid && !a.in.line;
    run.frames_taken += a.out.taken && a.in.offer.flit.tail;
    run.frames_delivered += a.out.out.flit.valid && a.out.out.flit.tail;
    const std::uint32_t number = a.twin.transmitter().NextNumber();
    run.number_wraps += number < last_number;
    last_number = number;
    const std::uint32_t consumed = a.twin.sender_credits().Consumed(0);
    run.credit_wraps += consumed < last_consumed && last_consumed > consumed + top / 2;
    last_consumed = consumed;
    for (int i = 0; i < kLlrCounters; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const std::uint32_t now = a.twin.counters().At(i);
      if (now > last_counters[k]) run.counted[k] += now - last_counters[k];
      last_counters[k] = now;
    }
  }
  return run;
}

}  // namespace linkwright::link
