// SPDX-License-Identifier: Apache-2.0
// A verilated link_port as a LinkDevice. A template, as every size and every mutant of the port is
// a class of its own.
#pragma once

#include <cstdint>
#include <optional>

#include "systemc_models/link/link_device.h"
#include "systemc_models/verilated/verilated_model.h"
#include "systemc_models/verilated/wire_bits.h"

namespace linkwright::verilated {

template <class Model>
class LinkModelAdapter final : public link::LinkDevice {
 public:
  /// `sizes`: the parameters that the model was built with. Registers without reset begin with bits
  /// of `seed`.
  explicit LinkModelAdapter(const link::LinkSizes& sizes, std::uint64_t seed = 1)
      : sizes_(sizes), model_(seed) {
    Reset();
  }

  const link::LinkSizes& sizes() const override { return sizes_; }

  void Reset() override {
    model_.Enter();
    driven_.reset();
    Drive(link::LinkInputs{});
    model_.Reset();
  }

  void Tick(const link::LinkInputs& inputs, link::LinkOutputs& outputs) override {
    model_.Enter();
    Drive(inputs);
    model_.wires().eval();
    outputs.taken = inputs.offer.flit.valid && model_.wires().in_ready_o;
    model_.Clock([&] { Read(outputs); });
    model_.ExpectNoFailure();
  }

  link::LlrTxState tx_state() const override {
    return static_cast<link::LlrTxState>(model_.wires().llr_tx_state_o);
  }
  link::LlrRxState rx_state() const override {
    return static_cast<link::LlrRxState>(model_.wires().llr_rx_state_o);
  }
  std::uint32_t Outstanding() const override { return model_.wires().llr_outstanding_o; }
  std::uint32_t counter(link::LlrCounter counter) const override {
    return model_.wires().counters_o[static_cast<int>(counter)];
  }
  link::CreditCounts SenderCredits(int vc) const override {
    return {Counter(model_.wires().sender_consumed_o, vc),
            Counter(model_.wires().sender_freed_o, vc)};
  }
  link::CreditCounts ReceiverCredits(int vc) const override {
    return {Counter(model_.wires().receiver_consumed_o, vc),
            Counter(model_.wires().receiver_freed_o, vc)};
  }

 private:
  void Drive(const link::LinkInputs& in) {
    Model& m = model_.wires();
    if (!driven_ || *driven_ != in.config) {
      driven_ = in.config;
      DriveConfig(in.config);
    }
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
  }

  void DriveConfig(const link::LinkConfig& config) {
    Model& m = model_.wires();
    const link::RetryConfig& r = config.retry;
    const link::CreditConfig& c = config.credit;
    m.link_up_i = config.link_up;
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
  }

  void DriveWire(const link::LinkWire& wire) {
    Model& m = model_.wires();
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

  void Read(link::LinkOutputs& out) const {
    const Model& m = model_.wires();
    link::LinkBeat& beat = out.wire.beat;
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
    link::ControlSet& control = out.wire.control;
    control.valid = m.tx_ctl_valid_o;
    control.kind = static_cast<link::ControlKind>(m.tx_ctl_kind_o);
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

  template <class Wide>
  std::uint32_t Counter(const Wide& wide, int vc) const {
    return bits::Get(wide, vc * sizes_.counter_bits, sizes_.counter_bits);
  }

  link::LinkSizes sizes_;
  VerilatedModel<Model, void> model_;
  std::optional<link::LinkConfig> driven_;
};

}  // namespace linkwright::verilated
