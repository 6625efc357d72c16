// SPDX-License-Identifier: Apache-2.0
// A verilated link_port behind the types of its twin. One template, as every size and every mutant
// of the port is a class of its own.
#pragma once

#include <verilated.h>

#include <cstdint>
#include <memory>
#include <type_traits>

#include "systemc_models/link/link_port.h"

namespace linkwright::link {

/// What can be compared in every cycle besides the wires.
struct PortStatus {
  int tx_state = 0;
  int rx_state = 0;
  std::uint32_t outstanding = 0;
};

class RtlPort {
 public:
  virtual ~RtlPort() = default;
  virtual void Reset() = 0;
  /// Drives the inputs; returns whether the offered beat is taken.
  virtual bool Drive(const LinkInputs& inputs) = 0;
  /// The clock edge.
  virtual void Step(LinkOutputs& outputs) = 0;
  virtual PortStatus status() const = 0;
  virtual std::uint32_t counter(int index) const = 0;
  /// Credits: sender consumed, sender freed, receiver consumed, receiver freed.
  virtual std::uint32_t credits(int which, int vc) const = 0;
};

namespace bits {

template <class Wide>
std::uint32_t Get(const Wide& wide, int low, int width) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  if constexpr (std::is_integral_v<Wide>) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(wide) >> low) & mask);
  } else {
    std::uint64_t value = 0;
    for (int i = 0; i < width; ++i) {
      value |= static_cast<std::uint64_t>((wide[(low + i) / 32] >> ((low + i) % 32)) & 1U) << i;
    }
    return static_cast<std::uint32_t>(value);
  }
}

template <class Wide>
void Set(Wide& wide, int low, int width, std::uint32_t value) {
  if constexpr (std::is_integral_v<Wide>) {
    const std::uint64_t mask = ((std::uint64_t{1} << width) - 1) << low;
    const std::uint64_t shifted = (static_cast<std::uint64_t>(value) << low) & mask;
    wide = static_cast<Wide>((static_cast<std::uint64_t>(wide) & ~mask) | shifted);
  } else {
    for (int i = 0; i < width; ++i) {
      const std::uint32_t bit = 1U << ((low + i) % 32);
      auto& word = wide[(low + i) / 32];
      word = (value >> i & 1U) != 0 ? word | bit : word & ~bit;
    }
  }
}

template <class Wide>
void SetData(Wide& wide, const FlitBeat& flit) {
  for (int i = 0; i < 2 * interfaces::kFlitWords; ++i) {
    wide[i] =
        static_cast<std::uint32_t>(flit.data[static_cast<std::size_t>(i / 2)] >> (32 * (i % 2)));
  }
}

template <class Wide>
void GetData(const Wide& wide, FlitBeat& flit) {
  for (std::size_t i = 0; i < interfaces::kFlitWords; ++i) {
    flit.data[i] = wide[2 * i] | static_cast<std::uint64_t>(wide[2 * i + 1]) << 32;
  }
}

}  // namespace bits

template <class Model>
class VerilatedPort : public RtlPort {
 public:
  VerilatedPort(const LinkSizes& sizes, std::uint64_t seed) : sizes_(sizes) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed % 0x7fffffff) + 1);
    model_ = std::make_unique<Model>(&context_, "port");
  }
  ~VerilatedPort() override { model_->final(); }

  void Reset() override {
    Drive(LinkInputs{});
    model_->rst_ni = 0;
    Cycle();
    Cycle();
    model_->rst_ni = 1;
  }

  bool Drive(const LinkInputs& in) override {
    Model& m = *model_;
    const RetryConfig& r = in.config.retry;
    const CreditConfig& c = in.config.credit;
    m.link_up_i = in.config.link_up;
    m.llr_tx_enable_i = r.tx_enable;
    m.llr_rx_enable_i = r.rx_enable;
    m.max_frames_i = r.max_frames & 0xFFFFF;
    m.max_bytes_i = r.max_bytes & 0xFFFFFF;
    m.replay_timer_i = r.replay_timer;
    m.replay_count_i = r.replay_count;
    m.pcs_timeout_i = r.pcs_timeout;
    m.age_timeout_i = r.age_timeout;
    m.init_action_i = static_cast<std::uint8_t>(r.init_action);
    m.flush_action_i = static_cast<std::uint8_t>(r.flush_action);
    m.reinit_i = r.reinit_on_flush;
    m.ctl_spacing_i = r.ctl_spacing;
    bits::Set(m.cbfc_tx_enable_i, 0, sizes_.virtual_channels, c.tx_enable);
    bits::Set(m.cbfc_rx_enable_i, 0, sizes_.virtual_channels, c.rx_enable);
    for (int vc = 0; vc < sizes_.virtual_channels; ++vc) {
      bits::Set(m.credit_limit_i, vc * sizes_.counter_bits, sizes_.counter_bits,
                c.limit[static_cast<std::size_t>(vc)]);
    }
    m.credit_shift_i = c.shift;
    m.credit_overhead_i = static_cast<std::uint8_t>(c.overhead);
    m.cc_period_i = c.cc_period;
    m.cf_min_spacing_i = c.cf_min_spacing;
    m.cf_max_spacing_i = c.cf_max_spacing;
    m.line_i = in.line;
    m.inject_corrupt_i = in.corrupt_beat;
    m.inject_drop_ctl_i = in.drop_control;
    m.clear_counters_i = in.clear_counters;
    m.in_valid_i = in.offer.flit.valid;
    m.in_head_i = in.offer.flit.head;
    m.in_tail_i = in.offer.flit.tail;
    bits::SetData(m.in_data_i, in.offer.flit);
    m.in_bytes_i = in.offer.flit.bytes;
    m.in_error_i = in.offer.flit.error;
    m.in_vc_i = in.offer.vc;
    m.in_length_i = in.offer.length;
    m.in_eligible_i = in.offer.eligible;
    m.free_i = in.freed.valid;
    m.free_vc_i = in.freed.vc;
    m.free_length_i = in.freed.length;
    DriveWire(in.wire);
    m.clk_i = 0;
    m.eval();
    return in.offer.flit.valid && m.in_ready_o;
  }

  void Step(LinkOutputs& out) override {
    Cycle();
    Model& m = *model_;
    LinkBeat& beat = out.wire.beat;
    beat.flit.valid = m.tx_valid_o;
    beat.flit.head = m.tx_head_o;
    beat.flit.tail = m.tx_tail_o;
    bits::GetData(m.tx_data_o, beat.flit);
    beat.flit.bytes = m.tx_bytes_o;
    beat.flit.error = m.tx_error_o;
    beat.bad = m.tx_bad_o;
    beat.vc = m.tx_vc_o;
    beat.numbered = m.tx_seq_valid_o;
    beat.number = m.tx_seq_o;
    ControlSet& control = out.wire.control;
    control.valid = m.tx_ctl_valid_o;
    control.kind = static_cast<ControlKind>(m.tx_ctl_kind_o);
    control.vc = m.tx_ctl_vc_o;
    control.value = m.tx_ctl_value_o;
    control.numbered = m.tx_ctl_seq_valid_o;
    control.number = m.tx_ctl_seq_o;
    out.out.flit.valid = m.out_valid_o;
    out.out.flit.head = m.out_head_o;
    out.out.flit.tail = m.out_tail_o;
    bits::GetData(m.out_data_o, out.out.flit);
    out.out.flit.bytes = m.out_bytes_o;
    out.out.flit.error = m.out_error_o;
    out.out.vc = m.out_vc_o;
  }

  PortStatus status() const override {
    return {model_->llr_tx_state_o, model_->llr_rx_state_o, model_->llr_outstanding_o};
  }
  std::uint32_t counter(int index) const override { return model_->counters_o[index]; }
  std::uint32_t credits(int which, int vc) const override {
    const int low = vc * sizes_.counter_bits;
    switch (which) {
      case 0:
        return bits::Get(model_->sender_consumed_o, low, sizes_.counter_bits);
      case 1:
        return bits::Get(model_->sender_freed_o, low, sizes_.counter_bits);
      case 2:
        return bits::Get(model_->receiver_consumed_o, low, sizes_.counter_bits);
      default:
        return bits::Get(model_->receiver_freed_o, low, sizes_.counter_bits);
    }
  }

 private:
  void DriveWire(const LinkWire& wire) {
    Model& m = *model_;
    m.rx_valid_i = wire.beat.flit.valid;
    m.rx_head_i = wire.beat.flit.head;
    m.rx_tail_i = wire.beat.flit.tail;
    bits::SetData(m.rx_data_i, wire.beat.flit);
    m.rx_bytes_i = wire.beat.flit.bytes;
    m.rx_error_i = wire.beat.flit.error;
    m.rx_bad_i = wire.beat.bad;
    m.rx_vc_i = wire.beat.vc;
    m.rx_seq_valid_i = wire.beat.numbered;
    m.rx_seq_i = wire.beat.number;
    m.rx_ctl_valid_i = wire.control.valid;
    m.rx_ctl_kind_i = static_cast<std::uint8_t>(wire.control.kind);
    m.rx_ctl_vc_i = wire.control.vc;
    m.rx_ctl_value_i = wire.control.value;
    m.rx_ctl_seq_valid_i = wire.control.numbered;
    m.rx_ctl_seq_i = wire.control.number;
  }

  void Cycle() {
    model_->clk_i = 1;
    model_->eval();
    model_->clk_i = 0;
    model_->eval();
  }

  LinkSizes sizes_;
  VerilatedContext context_;
  std::unique_ptr<Model> model_;
};

}  // namespace linkwright::link
