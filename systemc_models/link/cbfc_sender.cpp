// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/link/cbfc_sender.h"

#include <algorithm>

namespace linkwright::link {

std::uint32_t FrameCredits(const CreditConfig& config, std::uint32_t length) {
  const std::int32_t bytes = static_cast<std::int32_t>(length) + config.overhead;
  if (bytes <= 0) return 1;
  const std::int32_t credit = std::int32_t{1} << config.shift;
  return static_cast<std::uint32_t>((bytes + credit - 1) / credit);
}

int ChannelTurns::First(std::uint32_t wanting) const {
  for (int i = 0; i < channels_; ++i) {
    const int channel = (next_ + i) % channels_;
    if ((wanting >> channel & 1U) != 0) return channel;
  }
  return -1;
}

CbfcSender::CbfcSender(const LinkSizes& sizes)
    : channels_(sizes.virtual_channels),
      counter_mask_((1U << sizes.counter_bits) - 1),
      first_(sizes.first_credit & counter_mask_),
      turns_(sizes.virtual_channels) {
  Reset();
}

void CbfcSender::Reset() {
  consumed_.fill(first_);
  freed_.fill(first_);
  sent_whole_.fill(first_);
  period_ = due_ = 0;
  turns_.Reset();
}

bool CbfcSender::HasRoom(const CreditConfig& config, int vc, std::uint32_t length) const {
  if (vc >= channels_ || (config.tx_enable >> vc & 1U) == 0) return true;
  return InUse(vc) + FrameCredits(config, length) <= config.limit[static_cast<std::size_t>(vc)];
}

void CbfcSender::Tick(const CreditConfig& config, bool at_frame_boundary, bool taken, int vc,
                      std::uint32_t length, const ControlSet& control, int updated) {
  if (at_frame_boundary) sent_whole_ = consumed_;
  if (taken && vc < channels_) {
    std::uint32_t& consumed = consumed_[static_cast<std::size_t>(vc)];
    consumed = (consumed + FrameCredits(config, length)) & counter_mask_;
  }
  if (control.valid && control.kind == ControlKind::kCfUpdate && control.vc < channels_) {
    freed_[control.vc] = control.value & counter_mask_;
  }
  if (updated >= 0) {
    due_ &= ~(1U << updated);
    turns_.Served(updated);
  }
  if (config.cc_period == 0) {
    period_ = 0;
  } else if (++period_ >= config.cc_period) {
    period_ = 0;
    due_ = ~0U;
  }
  due_ &= config.tx_enable;
  if (channels_ < kMaxVirtualChannels) due_ &= (1U << channels_) - 1;
  for (int i = 0; i < channels_; ++i) {
    const auto vc_index = static_cast<std::size_t>(i);
    if ((config.tx_enable >> i & 1U) != 0) continue;
    consumed_[vc_index] = freed_[vc_index] = sent_whole_[vc_index] = first_;
  }
}

}  // namespace linkwright::link
