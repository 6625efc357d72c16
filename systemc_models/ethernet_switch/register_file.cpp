// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/ethernet_switch/register_file.h"

namespace linkwright::ethernet_switch {

using spec::ethernet_switch::InjectKind;

void RegisterFile::Answer(const interfaces::RegisterRequest& request,
                          interfaces::RegisterResponse& response) {
  writing_ = false;
  response = {};
  if (!request.valid) return;
  response.valid = true;
  const RegisterTarget target = FindRegister(state_, request.address);
  const bool refused = target.kind == RegisterKind::kUnmapped ||
                       (request.write && target.kind == RegisterKind::kReadOnly);
  if (refused) {
    response.error = true;
    state_.counters.Raise(Interrupt::kBusError);
  } else if (request.write) {
    writing_ = true;
    target_ = target;
    data_ = request.data & target.mask;
  } else {
    response.data = target.value;
  }
}

void RegisterFile::Commit() {
  Control& control = state_.control;
  if (writing_) Write();
  if (state_.counters.events == 0) return;
  control.interrupt_cause |= state_.counters.events;  // an event wins over a clear
  state_.counters.events = 0;
}

void RegisterFile::Write() {
  Control& control = state_.control;
  switch (target_.kind) {
    case RegisterKind::kCounter:
    case RegisterKind::kWatermark:
      if (*target_.word == target_.value) *target_.word = data_;  // an event in this tick wins
      return;
    case RegisterKind::kInterruptCause:
      control.interrupt_cause &= ~data_;
      return;
    case RegisterKind::kErrorInject:
      Inject(data_);
      return;
    case RegisterKind::kClearCounters:
      state_.counters.Clear();
      return;
    default:
      *target_.word = data_;
      break;
  }
  switch (target_.kind) {
    case RegisterKind::kScalar:
      control.DeriveScalars();
      break;
    case RegisterKind::kRandomSeed:
      state_.route.Seed(data_);
      state_.mark.Seed(data_);
      state_.leave.Seed(data_);
      state_.spray.Seed(data_);
      break;
    case RegisterKind::kPortControl:
      control.enabled.Assign(target_.index, data_ != 0);
      control.DeriveLive();
      break;
    case RegisterKind::kPrefix:
      control.DerivePrefixes();
      break;
    case RegisterKind::kGroupMask:
      control.DeriveGroup(target_.index);
      break;
    default:
      break;
  }
}

void RegisterFile::Inject(std::uint32_t data) {
  constexpr std::uint32_t kPortBits = 0x3FF;
  const int port = static_cast<int>(data & kPortBits);
  if (port >= state_.variant.ports) return;
  switch (static_cast<InjectKind>(data >> 10)) {
    case InjectKind::kBadFcs:
      state_.control.inject_bad_fcs.Set(port);
      break;
    case InjectKind::kDropPfc:
      state_.control.inject_drop_pfc.Set(port);
      break;
    default:
      break;
  }
}

}  // namespace linkwright::ethernet_switch
