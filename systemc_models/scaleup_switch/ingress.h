// SPDX-License-Identifier: Apache-2.0
// Capture and ingress: the wires are registered, then headers are judged and routed, and flits go
// to slots, to reduction operands, or nowhere.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/scaleup_switch/switch_state.h"

namespace linkwright::scaleup_switch {

class Ingress {
 public:
  explicit Ingress(SwitchState& state);

  void Reset();

  /// Takes what was captured in the tick before; after allocation, before slots are freed.
  void Step();
  /// Registers the flits on the wires; after Step.
  void Capture(const interfaces::SwitchInputs& inputs);

  /// Nothing captured and no packet half received.
  bool Settled() const { return !valid_.Any() && !receiving_.Any(); }

 private:
  enum class Mode : std::uint8_t { kStore, kDiscard, kSink };

  struct PortState {
    FlitIndex flit = kNoFlit;  // captured
    bool head = false;
    bool tail = false;
    Mode mode = Mode::kDiscard;
    std::uint8_t left = 0;           // data flits still to come
    std::uint8_t data = 0;           // data flits taken
    PacketIndex packet = kNoPacket;  // being stored
    std::uint32_t entry = 0;         // being answered
    std::uint32_t generation = 0;
  };

  using Header = spec::scaleup_switch::Header;
  using DropReason = spec::scaleup_switch::DropReason;

  // Inlined into one function, so that only the header fields in use are unpacked.
  [[gnu::always_inline]] inline void TakeHeader(int port, PortState& state);
  void TakeData(int port, PortState& state);
  [[gnu::always_inline]] inline std::optional<DropReason> Judge(int port, const Header& header);
  [[gnu::always_inline]] inline std::optional<DropReason> JudgeRoute(const Header& header);
  std::optional<DropReason> JudgeGroup(int number, bool reduce);
  void Drop(int port, PortState& state, int vc, DropReason reason);
  void Sink(int port, PortState& state, int vc, bool poison);
  [[gnu::always_inline]] inline void Store(int port, PortState& state, const Header& header);

  SwitchState& state_;
  std::vector<PortState> port_;
  PortSet valid_;      // a flit was captured
  PortSet receiving_;  // data flits are still to come
  // Results of Judge.
  int output_ = 0;
  PortSet members_;
  std::uint32_t entry_ = 0;
};

}  // namespace linkwright::scaleup_switch
