// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/reference_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace linkwright::fuzz {
namespace {

using spec::ethernet_switch::DropReason;
using Bytes = std::vector<std::uint8_t>;

constexpr int kPorts = 4;
constexpr int kTrimDscp = 46;  // at reset

std::uint64_t Field(const Bytes& frame, int at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | frame[static_cast<std::size_t>(at + i)];
  return value;
}
void SetField(Bytes& frame, int at, int bytes, std::uint64_t value) {
  for (int i = 0; i < bytes; ++i) {
    frame[static_cast<std::size_t>(at + i)] =
        static_cast<std::uint8_t>(value >> (8 * (bytes - 1 - i)));
  }
}
std::uint32_t Fold(std::uint32_t sum) {
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return sum;
}

// What the first beat says.
struct Headers {
  bool control = false, ipv4 = false, compact = false, routed = false;
  int at = 14;  // of what follows the EtherType
  int hops = 0;
  int traffic_class = 0;
  int shortest = 0;  // bytes the frame must have at least
  std::uint32_t key = 0;
};

class Predictor {
 public:
  Predictor(const Burst& burst, const KnownTable& table, const ParserRules& rules)
      : burst_(burst), table_(table), rules_(rules) {
    inject_fcs_ = burst.inject_bad_fcs;
    inject_drop_ = burst.inject_drop_pfc;
    limit_ = static_cast<int>(std::clamp(burst.max_frame, 64U, 9216U)) + rules.bytes_above_limit;
  }

  Outlook Run() {
    for (const WireTick& tick : burst_.ticks) Take(tick);
    return std::move(out_);
  }

 private:
  void Take(const WireTick& tick);
  void Begin(const interfaces::FlitBeat& beat, int bytes);
  void Continue(const interfaces::FlitBeat& beat, int bytes);
  void Append(const interfaces::FlitBeat& beat, int bytes);
  Headers Parse() const;
  bool GoodHeader(int at) const;
  std::optional<DropReason> Judge(const interfaces::FlitBeat& beat, int bytes, bool& taken);
  std::optional<DropReason> LookUp();
  void TakePfc();
  void Forward(bool error);
  void EndBad(DropReason reason);
  void Drop(DropReason reason) { ++out_.drops[static_cast<std::size_t>(reason)]; }

  const Burst& burst_;
  const KnownTable& table_;
  const ParserRules& rules_;
  Outlook out_;
  bool in_frame_ = false;
  bool forwarding_ = false;
  bool inject_fcs_ = false;
  bool inject_drop_ = false;
  int limit_ = 0;
  int total_ = 0;  // bytes of the frame so far
  int gap_ = 0;    // ticks since its last beat
  Bytes frame_;    // what is to be forwarded of it
  Headers headers_;
  std::uint32_t ports_ = 0;
};

void Predictor::Take(const WireTick& tick) {
  const interfaces::FlitBeat& beat = tick.beat;
  if (!beat.valid) {
    if (in_frame_ && (!tick.link || !burst_.enabled || gap_ == rules_.longest_gap)) {
      if (forwarding_) EndBad(DropReason::kAborted);
      in_frame_ = forwarding_ = false;
    }
    gap_ = in_frame_ ? gap_ + 1 : 0;
    return;
  }
  gap_ = 0;
  const int bytes = beat.tail && beat.bytes >= 1 && beat.bytes <= 64 ? beat.bytes : 64;
  if (in_frame_) {
    out_.rx_bytes += static_cast<std::uint32_t>(bytes);
    Continue(beat, bytes);
  } else if (beat.head) {
    ++out_.rx_frames;
    out_.rx_bytes += static_cast<std::uint32_t>(bytes);
    Begin(beat, bytes);
  } else {
    ++out_.outside;
    Drop(DropReason::kFraming);
    return;
  }
  in_frame_ = !beat.tail;
}

void Predictor::Append(const interfaces::FlitBeat& beat, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    frame_.push_back(
        static_cast<std::uint8_t>(beat.data[static_cast<std::size_t>(i / 8)] >> (8 * (i % 8))));
  }
}

void Predictor::Begin(const interfaces::FlitBeat& beat, int bytes) {
  frame_.clear();
  Append(beat, 64);  // a runt's headers are never looked at
  total_ = bytes;
  headers_ = Parse();
  bool taken = false;
  const auto reason = Judge(beat, bytes, taken);
  if (beat.tail) inject_fcs_ = false;
  forwarding_ = !reason && !taken && !beat.tail;
  if (reason) {
    Drop(*reason);
  } else if (taken) {
    TakePfc();
  } else if (beat.tail) {
    Forward(false);
  }
}

void Predictor::Continue(const interfaces::FlitBeat& beat, int bytes) {
  total_ += bytes;
  if (!forwarding_) return;
  if (beat.head || total_ > limit_) {
    forwarding_ = false;
    EndBad(beat.head ? DropReason::kFraming : DropReason::kOversize);
    return;
  }
  Append(beat, bytes);
  if (!beat.tail) return;
  forwarding_ = false;
  const bool bad = (beat.error && rules_.error_counts) || inject_fcs_;
  inject_fcs_ = false;
  if (bad) {
    EndBad(DropReason::kBadFcs);
  } else if (total_ < headers_.shortest) {
    EndBad(DropReason::kBadLength);
  } else {
    Forward(false);
  }
}

Headers Predictor::Parse() const {
  Headers h;
  const bool tagged = Field(frame_, 12, 2) == 0x8100;
  h.at = tagged ? 18 : 14;
  const auto type = Field(frame_, h.at - 2, 2);
  h.control = !tagged && type == 0x8808;
  h.ipv4 = type == 0x0800;
  h.compact = type == 0x88B5;
  const int dscp = static_cast<int>(Field(frame_, h.at + (h.ipv4 ? 1 : 0), 1)) >> 2;
  if (h.ipv4 || h.compact) {
    h.traffic_class = dscp / 8;
  } else if (type == 0x86DD) {
    h.traffic_class = static_cast<int>(Field(frame_, h.at, 2) >> 9 & 7);
  } else if (tagged) {
    const int pcp = frame_[14] >> 5;
    h.traffic_class = (frame_[14] & 0x10) != 0 ? 7 - pcp : pcp;
  }
  if (h.compact) {
    h.routed = true;
    h.hops = frame_[static_cast<std::size_t>(h.at + 1)];
    h.key = static_cast<std::uint32_t>(Field(frame_, h.at + 4, 2));
  } else if (h.ipv4) {
    h.routed = Field(frame_, 0, 6) == kRouterMac;
    h.hops = frame_[static_cast<std::size_t>(h.at + 8)];
    h.key = static_cast<std::uint32_t>(Field(frame_, h.at + 16, 4));
    if (dscp != kTrimDscp) {
      h.shortest = 18 + (tagged ? rules_.tag_bytes_in_length : 0) +
                   static_cast<int>(Field(frame_, h.at + 2, 2));
    }
  }
  return h;
}

bool Predictor::GoodHeader(int at) const {
  const int first = frame_[static_cast<std::size_t>(at)];
  const int length = 4 * (first & 15);
  if (first >> 4 != 4 || length < 4 * rules_.least_header_words || at + length > 64) return false;
  if (static_cast<int>(Field(frame_, at + 2, 2)) < length) return false;
  if (!rules_.checksum) return true;
  std::uint32_t sum = 0;
  for (int i = 0; i < length; i += 2) sum += static_cast<std::uint32_t>(Field(frame_, at + i, 2));
  return Fold(sum) == 0xFFFF;
}

std::optional<DropReason> Predictor::Judge(const interfaces::FlitBeat& beat, int bytes,
                                           bool& taken) {
  if (!burst_.enabled) return DropReason::kPortDisabled;
  if (beat.tail && bytes < rules_.least_frame) return DropReason::kRunt;
  if (beat.tail && ((beat.error && rules_.error_counts) || inject_fcs_)) return DropReason::kBadFcs;
  if (headers_.control) {
    taken = beat.tail && Field(frame_, 0, 6) == 0x0180C2000001 &&
            (Field(frame_, 14, 2) == 0x0101 || !rules_.control_opcode);
    if (taken) return std::nullopt;
    return DropReason::kBadControl;
  }
  if (headers_.ipv4 && !GoodHeader(headers_.at)) return DropReason::kBadHeader;
  if (beat.tail && bytes < headers_.shortest) return DropReason::kBadLength;
  if (headers_.routed && headers_.hops < rules_.least_hops) return DropReason::kTtl;
  return LookUp();
}

std::optional<DropReason> Predictor::LookUp() {
  std::optional<Target> found;
  if (headers_.routed) {
    const auto host = table_.hosts.find(headers_.key);
    if (host != table_.hosts.end() && host->second.valid) found = host->second;
    if (!found && headers_.ipv4) {
      int longest = -1;
      for (const Prefix& prefix : table_.prefixes) {
        const int shift = 32 - prefix.length;
        if (prefix.length <= longest || headers_.key >> shift != prefix.address >> shift) continue;
        longest = prefix.length;
        found = prefix.target;
      }
    }
  } else {
    const auto mac = table_.macs.find(Field(frame_, 0, 6));
    if (mac != table_.macs.end() && mac->second.valid) found = mac->second;
  }
  const int groups = static_cast<int>(table_.groups.size());
  if (!found || (found->group && found->number >= groups)) return DropReason::kNoRoute;
  ports_ =
      found->group ? table_.groups[static_cast<std::size_t>(found->number)] : 1U << found->number;
  ports_ &= (1U << kPorts) - 1;
  if (ports_ == 0) return DropReason::kNoLivePort;
  return std::nullopt;
}

void Predictor::TakePfc() {
  ++out_.taken;
  const bool ignored = std::exchange(inject_drop_, false);
  const auto classes = Field(frame_, 16, 2);
  for (std::size_t c = 0; c < 8 && !ignored; ++c) out_.rx_pfc[c] += classes >> c & 1;
}

void Predictor::EndBad(DropReason reason) {
  if (!burst_.cut_through) return Drop(reason);
  ++out_.poisoned;
  Forward(true);
}

void Predictor::Forward(bool error) {
  ExpectedFrame frame{ports_, headers_.traffic_class, frame_, error, false};
  const int at = headers_.at;
  if (headers_.routed && headers_.compact) --frame.bytes[static_cast<std::size_t>(at + 1)];
  if (headers_.routed && headers_.ipv4) {
    const auto old_sum = static_cast<std::uint32_t>(Field(frame.bytes, at + 10, 2));
    const auto old_word = static_cast<std::uint32_t>(Field(frame.bytes, at + 8, 2));
    const std::uint32_t word = old_word - 0x100;
    const auto same = static_cast<std::uint32_t>(Field(frame.bytes, at, 2));
    SetField(frame.bytes, at + 8, 2, word);
    SetField(frame.bytes, at + 10, 2,
             0xFFFF & ~Fold((0xFFFF & ~old_sum) + (0xFFFF & ~same) + same + (0xFFFF & ~old_word) +
                            word));
    SetField(frame.bytes, 6, 6, kRouterMac);
    frame.next_hop = true;
  }
  out_.frames.push_back(std::move(frame));
}

}  // namespace

bool PlantRuleFault(std::string_view name, ParserRules& rules) {
  if (name == "runt_63") return rules.least_frame = 63, true;
  if (name == "runt_65") return rules.least_frame = 65, true;
  if (name == "header_of_four_words") return rules.least_header_words = 4, true;
  if (name == "checksum_ignored") return rules.checksum = false, true;
  if (name == "last_hop_passes") return rules.least_hops = 1, true;
  if (name == "tag_not_in_length") return rules.tag_bytes_in_length = 0, true;
  if (name == "one_byte_above_max_frame") return rules.bytes_above_limit = 1, true;
  if (name == "every_opcode_is_pfc") return rules.control_opcode = false, true;
  if (name == "error_ignored") return rules.error_counts = false, true;
  if (name == "gap_255") return rules.longest_gap = 255, true;
  if (name == "gap_257") return rules.longest_gap = 257, true;
  return false;
}

Outlook Predict(const Burst& burst, const KnownTable& table, const ParserRules& rules) {
  return Predictor(burst, table, rules).Run();
}

}  // namespace linkwright::fuzz
