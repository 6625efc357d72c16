// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/retry/retry_metrics.h"

#include <array>

namespace linkwright::retry {
namespace {

struct Field {
  const char* name;
  uint64_t RetryCounters::*value;
  const char* unit;
  const char* definition;
};

constexpr std::array<Field, 18> kFields = {{
    {"frames_accepted", &RetryCounters::accepted, "frames", "frames that a core handed to a link"},
    {"frames_sent", &RetryCounters::sent, "frames", "frames put on the wire, replays included"},
    {"frames_delivered", &RetryCounters::delivered, "frames", "frames handed to the far core"},
    {"frames_damaged", &RetryCounters::damaged, "frames", "transmissions that the channel hit"},
    {"frames_swallowed", &RetryCounters::swallowed, "frames",
     "transmissions that met a link that was down"},
    {"frames_bad", &RetryCounters::bad, "frames", "frames that a receiver found damaged"},
    {"frames_expected_bad", &RetryCounters::expected_bad, "frames",
     "damaged frames of the number that the receiver expected"},
    {"frames_missing", &RetryCounters::missing, "frames",
     "frames discarded because one before them was damaged"},
    {"frames_duplicate", &RetryCounters::duplicates, "frames",
     "frames discarded because they had been delivered before"},
    {"nacks_sent", &RetryCounters::nacks_sent, "control sets", "NACKs sent for this direction"},
    {"nacks_lost", &RetryCounters::nacks_lost, "control sets", "of those, lost on the way back"},
    {"nacks_received", &RetryCounters::nacks_received, "control sets",
     "NACKs that the transmitter received"},
    {"nacks_joined", &RetryCounters::nacks_joined, "control sets",
     "of those, received while a replay was under way or asked for"},
    {"timeouts", &RetryCounters::timeouts, "replays", "replays that no NACK asked for"},
    {"replays", &RetryCounters::replays, "replays", "times a transmitter began to send again"},
    {"controls_lost", &RetryCounters::controls_lost, "control sets", "control sets lost"},
    {"frames_discarded", &RetryCounters::discarded, "frames",
     "frames of a core thrown away while the link was down"},
    {"credits_lost", &RetryCounters::credits_lost, "credits", "credit limits lost"},
}};

void AppendFields(const RetryCounters& counters, uint64_t scale, const std::string& path,
                  telemetry::RunReport& report) {
  for (const Field& field : kFields) {
    report.Add(path + "." + field.name, static_cast<int64_t>(counters.*field.value * scale),
               field.unit, field.definition);
  }
}

}  // namespace

uint64_t CarriedBy(const RetryEnds& link) {
  uint64_t sum = 0;
  for (const int end : {0, 1}) {
    const RetryCounters counters = link.counters(end);
    for (const Field& field : kFields) sum += counters.*field.value;
    sum += counters.queue_max;
  }
  return sum;
}

void AppendRetryMetrics(const std::vector<const RetryEnds*>& links, uint64_t scale,
                        const std::string& path, telemetry::RunReport& report) {
  if (links.empty()) return;
  RetryCounters total;
  for (const RetryEnds* link : links) {
    for (const int end : {0, 1}) total += link->counters(end);
  }
  AppendFields(total, scale, path, report);
  report.Add(path + ".queue_max", static_cast<int64_t>(total.queue_max), "beats",
             "most beats in front of a transmitter");
  for (const RetryEnds* link : links) {
    for (const int end : {0, 1}) {
      const RetryCounters of = link->counters(end);
      const uint64_t news = of.damaged + of.swallowed + of.controls_lost + of.credits_lost +
                            of.replays + of.discarded;
      if (news == 0) continue;
      AppendFields(of, 1, path + "." + link->path() + "." + link->toward(end), report);
    }
  }
}

}  // namespace linkwright::retry
