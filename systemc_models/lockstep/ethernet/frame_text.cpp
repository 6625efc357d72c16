// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/lockstep/ethernet/frame_text.h"

#include <fmt/format.h>

#include "rtl/spec/generated/ethernet_switch.h"

namespace linkwright::lockstep::ethernet {

namespace sw = spec::ethernet_switch;

std::uint64_t FieldOf(const interfaces::FlitBeat& beat, int at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | ByteOf(beat, at + i);
  return value;
}

std::optional<std::uint32_t> SerialOf(const interfaces::FlitBeat& head) {
  const auto serial = static_cast<std::uint32_t>(FieldOf(head, kSerialAt, 4));
  if (CheckOfSerial(serial) != FieldOf(head, kSerialAt + 4, 4)) return std::nullopt;
  return serial;
}

std::string DescribeFrame(const interfaces::FlitBeat& head) {
  const bool tagged = FieldOf(head, 12, 2) == sw::kEtherTypeVlan;
  const int at = 14 + (tagged ? kTagBytes : 0);
  const auto type = static_cast<int>(FieldOf(head, at - 2, 2));
  std::string text =
      fmt::format("{:012x}<-{:012x}{} type={:04x}", FieldOf(head, 0, 6), FieldOf(head, 6, 6),
                  tagged ? fmt::format(" tag={:04x}", FieldOf(head, 14, 2)) : "", type);
  if (type == sw::kEtherTypeIpv4) {
    text +=
        fmt::format(" vihl={:02x} tos={:02x} len={} ttl={} proto={} sum={:04x} {:08x}->{:08x}",
                    FieldOf(head, at, 1), FieldOf(head, at + 1, 1), FieldOf(head, at + 2, 2),
                    FieldOf(head, at + 8, 1), FieldOf(head, at + 9, 1), FieldOf(head, at + 10, 2),
                    FieldOf(head, at + 12, 4), FieldOf(head, at + 16, 4));
  } else if (type == sw::kEtherTypeCompact) {
    text += fmt::format(" tos={:02x} hop={} {:04x}->{:04x} entropy={:04x}", FieldOf(head, at, 1),
                        FieldOf(head, at + 1, 1), FieldOf(head, at + 2, 2),
                        FieldOf(head, at + 4, 2), FieldOf(head, at + 6, 2));
  } else if (type == sw::kEtherTypeControl) {
    text += fmt::format(" opcode={:04x} classes={:04x} timers", FieldOf(head, 14, 2),
                        FieldOf(head, 16, 2));
    for (int i = 0; i < sw::kClasses; ++i) text += fmt::format(" {}", FieldOf(head, 18 + 2 * i, 2));
  }
  if (const auto serial = SerialOf(head)) text += fmt::format(" #{}", *serial);
  return text;
}

}  // namespace linkwright::lockstep::ethernet
