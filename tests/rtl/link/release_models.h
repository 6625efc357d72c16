// SPDX-License-Identifier: Apache-2.0
// The verilated cbfc_release at two sizes, and its mutants.
#pragma once

#include <verilated.h>

#include <memory>
#include <vector>

#include "foundation/random/stream.h"
#include "systemc_models/link/cbfc_release.h"
#include "systemc_models/verilated/wire_bits.h"

namespace linkwright::link {

namespace bits = verilated::bits;

class RtlRelease {
 public:
  virtual ~RtlRelease() = default;
  virtual void Reset() = 0;
  /// Returns what the wires to the port carried in this tick, which then ends.
  virtual FreedFrame Tick(const CreditConfig& config, const DeliveredBeat& beat,
                          const std::vector<std::uint32_t>& held) = 0;
};

template <class Model>
class VerilatedRelease : public RtlRelease {
 public:
  explicit VerilatedRelease(std::uint64_t seed) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed) + 1);
    model_ = std::make_unique<Model>(&context_, "release");
  }
  ~VerilatedRelease() override { model_->final(); }

  void Reset() override {
    model_->out_valid_i = 0;
    model_->credit_shift_i = 7;
    model_->rst_ni = 0;
    Cycle();
    Cycle();
    model_->rst_ni = 1;
  }

  FreedFrame Tick(const CreditConfig& config, const DeliveredBeat& beat,
                  const std::vector<std::uint32_t>& held) override {
    Model& m = *model_;
    const FreedFrame freed = {m.free_o != 0, m.free_vc_o, m.free_length_o};
    const int channels = static_cast<int>(held.size());
    bits::Set(m.enable_i, 0, channels, config.rx_enable);
    m.credit_shift_i = config.shift;
    m.out_valid_i = beat.flit.valid;
    m.out_head_i = beat.flit.head;
    m.out_vc_i = beat.vc;
    for (int vc = 0; vc < channels; ++vc) {
      bits::Set(m.held_i, 20 * vc, 20, held[static_cast<std::size_t>(vc)]);
    }
    m.clk_i = 0;
    m.eval();
    Cycle();
    return freed;
  }

 private:
  void Cycle() {
    model_->clk_i = 1;
    model_->eval();
    model_->clk_i = 0;
    model_->eval();
  }

  VerilatedContext context_;
  std::unique_ptr<Model> model_;
};

struct ReleaseModel {
  const char* name;
  int channels;
  int pipeline;
  std::unique_ptr<RtlRelease> (*make)(std::uint64_t seed);
};

std::vector<ReleaseModel> ReleaseModels();
std::vector<ReleaseModel> ReleaseMutants();

}  // namespace linkwright::link
