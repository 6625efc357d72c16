// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/cbfc_receiver.h"

namespace linkwright::link {

CbfcReceiver::CbfcReceiver(const LinkSizes& sizes)
    : channels_(sizes.virtual_channels),
      counter_mask_((1U << sizes.counter_bits) - 1),
      first_(sizes.first_credit & counter_mask_),
      turns_(sizes.virtual_channels) {
  Reset();
}

void CbfcReceiver::Reset() {
  consumed_.fill(first_);
  freed_.fill(first_);
  period_ = gap_ = due_ = 0;
  turns_.Reset();
}

void CbfcReceiver::Free(int vc, std::uint32_t credits) {
  std::uint32_t& freed = freed_[static_cast<std::size_t>(vc)];
  freed = (freed + credits) & counter_mask_;
}

void CbfcReceiver::Tick(const CreditConfig& config, const AcceptedFrame& accepted,
                        const FreedFrame& freed, const ControlSet& control, int updated) {
  const std::array<std::uint32_t, kMaxVirtualChannels> freed_before = freed_;
  if (updated >= 0) {
    due_ &= ~(1U << updated);
    turns_.Served(updated);
    gap_ = config.cf_min_spacing == 0 ? 0 : config.cf_min_spacing - 1U;
  } else if (gap_ != 0) {
    --gap_;
  }
  // A CC_UPDATE was sent before the frame that comes in the same tick.
  if (control.valid && control.kind == ControlKind::kCcUpdate && control.vc < channels_) {
    Free(control.vc, control.value - consumed_[control.vc]);
    consumed_[control.vc] = control.value & counter_mask_;
  }
  if (accepted.valid && accepted.vc < channels_) {
    std::uint32_t& consumed = consumed_[accepted.vc];
    consumed = (consumed + FrameCredits(config, accepted.length)) & counter_mask_;
  }
  if (freed.valid && freed.vc < channels_) Free(freed.vc, FrameCredits(config, freed.length));
  if (config.cf_max_spacing == 0) {
    period_ = 0;
  } else if (++period_ >= config.cf_max_spacing) {
    period_ = 0;
    due_ = ~0U;
  }
  for (int vc = 0; vc < channels_; ++vc) {
    const auto i = static_cast<std::size_t>(vc);
    if (freed_[i] != freed_before[i]) due_ |= 1U << vc;
    if ((config.rx_enable >> vc & 1U) == 0) consumed_[i] = freed_[i] = first_;
  }
  due_ &= config.rx_enable;
  if (channels_ < kMaxVirtualChannels) due_ &= (1U << channels_) - 1;
}

}  // namespace linkwright::link
