// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/traffic/scoreboard.h"

#include <stdexcept>
#include <utility>

namespace linkwright::traffic {

using spec::scaleup_switch::Operation;

namespace {

constexpr std::size_t kViolationsKept = 20;

std::string Describe(const Header& header) {
  return std::string(Name(header.op)) + " src " + std::to_string(header.src) + " dst " +
         std::to_string(header.dst) + " vc " + std::to_string(header.vc) + " tag " +
         std::to_string(header.tag);
}

bool MadeBySwitch(const Header& header) {
  return header.op == Operation::kMemberRead || header.op == Operation::kReduceResponse ||
         (header.op == Operation::kErrorResponse &&
          header.status == spec::scaleup_switch::Status::kTimeout);
}

bool InOneRow(const Header& header) { return header.op != Operation::kMulticastWrite; }

}  // namespace

Scoreboard::Scoreboard(int sources, int packets_per_source)
    : ring_(packets_per_source),
      records_(static_cast<std::size_t>(sources) * ring_),
      next_tag_(sources) {}

Scoreboard::Record& Scoreboard::At(const Header& header) {
  return records_.at(static_cast<std::size_t>(header.src) * ring_ + header.tag % ring_);
}

Scoreboard::Flow& Scoreboard::FlowOf(const Header& header) {
  const std::uint64_t region = header.address >> 8;
  return flows_[region << 22 | std::uint64_t{header.src} << 12 | std::uint64_t{header.dst} << 2 |
                header.vc];
}

bool Scoreboard::HasRoom(unsigned source) const {
  return records_[static_cast<std::size_t>(source) * ring_ + next_tag_[source] % ring_].copies == 0;
}

void Scoreboard::Expect(Header& header, std::int64_t now, int copies) {
  if (!HasRoom(header.src))
    throw std::logic_error("scoreboard: more packets in flight than it can remember");
  header.tag = static_cast<std::uint16_t>(next_tag_[header.src]++);
  Record& record = At(header);
  record = {header, now, -1, InOneRow(header) ? FlowOf(header).sent++ : 0, copies};
  in_flight_ += copies;
}

void Scoreboard::Sent(const Header& header, std::int64_t now) {
  Record& record = At(header);
  if (record.copies > 0 && record.header == header) record.sent = now;
}

void Scoreboard::Forget(const Header& header) {
  Record& record = At(header);
  in_flight_ -= record.copies;
  record.copies = 0;
  if (InOneRow(header)) ++FlowOf(header).arrived;
}

void Scoreboard::Arrived(Delivery& delivery) {
  if (MadeBySwitch(delivery.header)) return;
  Record& record = At(delivery.header);
  if (record.copies == 0 || record.header != delivery.header) {
    Violation("arrived unexpectedly at port " + std::to_string(delivery.port) + ": " +
              Describe(delivery.header));
    return;
  }
  delivery.created = record.created;
  delivery.sent = record.sent;
  --record.copies;
  --in_flight_;
  ++delivered_;
  if (InOneRow(delivery.header) && FlowOf(delivery.header).arrived++ != record.order) {
    Violation("out of order: " + Describe(delivery.header));
  }
}

void Scoreboard::Violation(std::string text) {
  if (violations_.size() < kViolationsKept) violations_.push_back(std::move(text));
}

}  // namespace linkwright::traffic
