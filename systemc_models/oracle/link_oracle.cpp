// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/oracle/link_oracle.h"

#include <fmt/format.h>

#include <algorithm>

namespace linkwright::oracle {

namespace {

// As the page has it: ceil((length + overhead) / 2^shift), at least one.
std::int64_t Credits(const link::CreditConfig& config, std::int64_t length) {
  const std::int64_t bytes = length + config.overhead;
  const std::int64_t credit = std::int64_t{1} << config.shift;
  return std::max<std::int64_t>(1, bytes <= 0 ? 1 : (bytes + credit - 1) / credit);
}

}  // namespace

LinkOracle::LinkOracle(const LinkPromises& promises) : promises_(promises) {}

void LinkOracle::Convict(int end, const std::string& what) {
  const std::int64_t tick = ends_[static_cast<std::size_t>(end)].tick;
  findings_.Add({.cycle = tick,
                 .port = end,
                 .what = fmt::format("tick {}, end {}: {}", tick, end == 0 ? "A" : "B", what)});
}

void LinkOracle::Observe(int end, const link::LinkInputs& inputs,
                         const link::LinkOutputs& outputs) {
  End& me = ends_[static_cast<std::size_t>(end)];
  const link::LinkConfig& config = inputs.config;
  for (std::size_t v = 0; v < link::kMaxVirtualChannels; ++v) {
    limit_[static_cast<std::size_t>(1 - end)][v] = config.credit.limit[v];
  }
  Take(me, inputs, outputs.taken);
  if (promises_.most_ticks_refused > 0 && me.refused > promises_.most_ticks_refused) {
    Convict(end, fmt::format("a frame of channel {} is offered for {} ticks and not taken",
                             inputs.offer.vc, me.refused));
    me.refused = 0;
  }
  if (inputs.freed.valid && inputs.freed.vc < promises_.virtual_channels) {
    me.stored[inputs.freed.vc] -= Credits(config.credit, inputs.freed.length);
  }
  if (outputs.out.flit.valid) Deliver(end, inputs, outputs.out);
  Wait(end, inputs, outputs.wire.control);
  ++me.tick;
}

void LinkOracle::Take(End& end, const link::LinkInputs& inputs, bool taken) {
  const link::FrameOffer& offer = inputs.offer;
  if (!offer.flit.valid || !inputs.line || !inputs.config.link_up) {
    end.refused = 0;
    return;
  }
  end.refused = taken ? 0 : end.refused + 1;
  if (!taken) return;
  if (!end.open && offer.eligible) end.taken.push_back(offer.flit.data[0]);
  end.open = !offer.flit.tail;
}

void LinkOracle::Deliver(int index, const link::LinkInputs& inputs,
                         const link::DeliveredBeat& out) {
  End& me = ends_[static_cast<std::size_t>(index)];
  std::deque<std::uint64_t>& taken = ends_[static_cast<std::size_t>(1 - index)].taken;
  if (out.flit.head) {
    me.out_bytes = 0;
    const std::uint64_t id = out.flit.data[0];
    const auto found = std::find(taken.begin(), taken.end(), id);
    if (found == taken.end()) {
      Convict(index, fmt::format("frame {} is delivered twice, or was never sent", id));
    } else {
      if (promises_.retry && found != taken.begin()) {
        Convict(index, fmt::format("frame {} is delivered before frame {}", id, taken.front()));
      }
      taken.erase(taken.begin(), found + 1);
    }
  }
  me.out_bytes += out.flit.tail ? out.flit.bytes : link::kBeatBytes;
  if (!out.flit.tail) return;
  ++me.delivered;
  if (out.vc >= promises_.virtual_channels) return;
  const std::size_t vc = out.vc;
  if ((inputs.config.credit.rx_enable >> vc & 1U) == 0) return;
  me.stored[vc] += Credits(inputs.config.credit, me.out_bytes);
  const std::int64_t limit = limit_[static_cast<std::size_t>(index)][vc];
  if (me.stored[vc] > limit) {
    Convict(index, fmt::format("channel {} holds {} credits of {}", vc, me.stored[vc], limit));
  }
}

// A set that was lost on order (drop_control) left as far as turns go, but no wire shows which.
void LinkOracle::Wait(int index, const link::LinkInputs& inputs, const link::ControlSet& control) {
  End& me = ends_[static_cast<std::size_t>(index)];
  const link::LinkConfig& config = inputs.config;
  const link::CreditConfig& credit = config.credit;
  if (control.valid) ++me.sent[static_cast<std::size_t>(control.kind)];
  const std::int64_t channels = promises_.virtual_channels;
  const std::int64_t turn = promises_.control_wait + 1;
  const std::int64_t most_cc = credit.cc_period + channels * turn;
  const std::int64_t spacing = std::max<std::int64_t>(credit.cf_min_spacing, 1);
  const std::int64_t most_cf = credit.cf_max_spacing + channels * (spacing - 1 + turn);
  for (std::size_t v = 0; v < static_cast<std::size_t>(channels); ++v) {
    const bool sends = (credit.tx_enable >> v & 1U) != 0 && credit.cc_period != 0;
    const bool receives = (credit.rx_enable >> v & 1U) != 0 && credit.cf_max_spacing != 0;
    const bool same = control.valid && control.vc == v;
    const bool reset = !config.link_up || inputs.drop_control;
    const bool says_cc = same && control.kind == link::ControlKind::kCcUpdate;
    const bool says_cf = same && control.kind == link::ControlKind::kCfUpdate;
    me.since_cc[v] = !sends || reset || says_cc ? 0 : me.since_cc[v] + 1;
    me.since_cf[v] = !receives || reset || says_cf ? 0 : me.since_cf[v] + 1;
    longest_silence_ = std::max(longest_silence_, me.since_cc[v]);
    if (me.since_cc[v] > most_cc) {
      Convict(index, fmt::format("no CC_UPDATE of channel {} for {} ticks", v, me.since_cc[v]));
      me.since_cc[v] = 0;
    }
    if (me.since_cf[v] > most_cf) {
      Convict(index, fmt::format("no CF_UPDATE of channel {} for {} ticks", v, me.since_cf[v]));
      me.since_cf[v] = 0;
    }
  }
}

}  // namespace linkwright::oracle
