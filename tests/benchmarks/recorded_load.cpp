// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/recorded_load.h"

#include <ctime>

#include "foundation/random/stream.h"
#include "systemc_models/scaleup_switch/scaleup_switch.h"

namespace linkwright::benchmarks {

namespace sw = spec::scaleup_switch;

namespace {

// One peer: sends when it has credit, frees what it receives at once.
struct PeerState {
  std::uint16_t limit = 0;
  std::uint16_t used = 0;
  std::uint16_t freed = 0;
  bool advertise = true;
};

constexpr std::uint16_t kPeerSlots = 1024;

// Of this thread, so that other work on the machine does not count.
double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Recorder {
 public:
  Recorder(const sw::Variant& variant, double load)
      : variant_(variant),
        load_(load),
        random_(1, "uniform load"),
        twin_(scaleup_switch::MakeScaleUpSwitch(variant)),
        inputs_(variant.ports),
        outputs_(variant.ports),
        peers_(static_cast<std::size_t>(variant.ports)) {
    twin_->Reset(outputs_);
  }

  std::vector<interfaces::SwitchInputs> Record(int ticks) {
    for (int port = 0; port < variant_.ports; ++port) {
      Write(sw::registers::RouteWays(port), static_cast<std::uint32_t>(port));
      Write(sw::registers::RouteCount(port), 1);
      Write(sw::registers::PortControl(port), 1);
    }
    sending_ = true;
    for (int tick = 0; tick < ticks; ++tick) Tick();
    return std::move(recorded_);
  }

 private:
  void Write(std::uint32_t address, std::uint32_t value) {
    inputs_.bus = {true, true, address, value};
    Tick();
    inputs_.bus = {};
  }

  void Tick() {
    for (std::size_t port = 0; port < peers_.size(); ++port) DrivePort(port);
    recorded_.push_back(inputs_);
    twin_->Tick(inputs_, outputs_);
  }

  void DrivePort(std::size_t port) {
    PeerState& peer = peers_[port];
    const interfaces::PortBeat& wires = outputs_.port[port];
    interfaces::PortBeat& beat = inputs_.port[port];
    if (wires.credit.valid && wires.credit.vc == 0) peer.limit = wires.credit.limit;
    if (wires.flit.valid && wires.flit.tail) {
      ++peer.freed;
      peer.advertise = true;
    }
    beat.credit = {peer.advertise, 0, static_cast<std::uint16_t>(kPeerSlots + peer.freed)};
    peer.advertise = false;
    beat.flit.valid = sending_ && peer.limit != peer.used && random_.Bernoulli(load_);
    if (!beat.flit.valid) return;
    ++peer.used;
    sw::Header header;
    header.op = sw::Operation::kRead;
    header.src = static_cast<std::uint16_t>(port);
    header.dst = static_cast<std::uint16_t>(random_.Below(peers_.size()));
    header.bytes = 64;
    header.address = random_.Next();
    beat.flit = {sw::Pack(header), true, true, true};
  }

  const sw::Variant& variant_;
  double load_;
  random::Stream random_;
  std::unique_ptr<interfaces::ClockedSwitch> twin_;
  interfaces::SwitchInputs inputs_;
  interfaces::SwitchOutputs outputs_;
  std::vector<PeerState> peers_;
  std::vector<interfaces::SwitchInputs> recorded_;
  bool sending_ = false;
};

}  // namespace

std::vector<interfaces::SwitchInputs> RecordUniformLoad(const sw::Variant& variant, double load,
                                                        int ticks) {
  return Recorder(variant, load).Record(ticks);
}

Timing Replay(const std::vector<interfaces::SwitchInputs>& inputs,
              interfaces::ClockedSwitch& device) {
  interfaces::SwitchOutputs outputs(device.ports());
  device.Reset(outputs);
  Timing timing;
  const double begin = CpuSeconds();
  for (const interfaces::SwitchInputs& input : inputs) {
    device.Tick(input, outputs);
    for (const interfaces::PortBeat& beat : outputs.port) timing.flits += beat.flit.valid ? 1 : 0;
  }
  timing.seconds = CpuSeconds() - begin;
  timing.ticks = static_cast<std::int64_t>(inputs.size());
  return timing;
}

}  // namespace linkwright::benchmarks
