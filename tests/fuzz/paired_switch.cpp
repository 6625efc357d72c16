// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/paired_switch.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

#include "systemc_models/lockstep/harness/compare.h"

namespace linkwright::fuzz {
namespace {

std::string FirstWords(const interfaces::FlitBeat& head) {
  return fmt::format("{:016x} {:016x}", head.data[0], head.data[1]);
}

}  // namespace

class PairedSwitch::Loan : public interfaces::ClockedSwitch {
 public:
  explicit Loan(PairedSwitch& pair) : pair_(pair) {}
  int ports() const override { return pair_.twin_->ports(); }
  void Reset(interfaces::SwitchOutputs& outputs) override {
    pair_.ticks_ = 0;
    pair_.twin_->Reset(outputs);
    if (pair_.rtl_) pair_.rtl_->Reset(pair_.rtl_outputs_);
    pair_.Compare(outputs);
  }
  void Tick(const interfaces::SwitchInputs& inputs, interfaces::SwitchOutputs& outputs) override {
    pair_.twin_->Tick(inputs, outputs);
    if (pair_.rtl_) pair_.rtl_->Tick(inputs, pair_.rtl_outputs_);
    pair_.Compare(outputs);
    ++pair_.ticks_;
  }

 private:
  PairedSwitch& pair_;
};

PairedSwitch::PairedSwitch(std::unique_ptr<interfaces::ClockedSwitch> twin,
                           std::unique_ptr<interfaces::ClockedSwitch> rtl)
    : twin_(std::move(twin)), rtl_(std::move(rtl)), rtl_outputs_(twin_->ports()) {}

std::unique_ptr<interfaces::ClockedSwitch> PairedSwitch::Lend() {
  return std::make_unique<Loan>(*this);
}

void PairedSwitch::Compare(const interfaces::SwitchOutputs& outputs) const {
  if (!rtl_) return;
  const auto difference = lockstep::CompareOutputs(outputs, rtl_outputs_, FirstWords);
  if (!difference) return;
  throw std::runtime_error(fmt::format("twin and RTL differ in tick {}, port {}, {}: {} against {}",
                                       ticks_, difference->port, difference->field,
                                       difference->expected, difference->actual));
}

}  // namespace linkwright::fuzz
