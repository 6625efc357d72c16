// SPDX-License-Identifier: Apache-2.0
#include "foundation/telemetry/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "foundation/diagnostics/printable.h"
#include "foundation/units/text.h"

namespace linkwright::telemetry {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval(100);
// Looks at the clock are kept between these apart by doubling or halving the polls between them.
constexpr std::chrono::milliseconds kCloseLooks(5);
constexpr std::chrono::milliseconds kFarLooks(50);
constexpr std::int64_t kMaxStride = 1 << 16;
constexpr int kBarWidth = 20;

double SecondsBetween(std::chrono::steady_clock::time_point from,
                      std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Two or three significant digits are enough for something that changes ten times a second.
std::string Brief(double seconds) {
  struct Scale {
    double unit;
    const char* name;
  };
  for (const auto& [unit, name] :
       {Scale{1, "s"}, Scale{1e-3, "ms"}, Scale{1e-6, "us"}, Scale{1e-9, "ns"}}) {
    if (seconds >= unit) return fmt::format("{:.1f} {}", seconds / unit, name);
  }
  return fmt::format("{:.1f} ps", seconds * 1e12);
}

std::string Remaining(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(std::string label, Show show, std::FILE* stream, Clock clock)
    : label_(std::move(label)),
      stream_(stream),
      clock_(std::move(clock)),
      shown_(show == Show::kAlways || (show == Show::kWhenTerminal && isatty(fileno(stream)) == 1)),
      start_(clock_()),
      last_look_(start_),
      last_draw_(start_) {}

Progress::~Progress() { Clear(); }

void Progress::Clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stream_);
  std::fflush(stream_);
  drawn_ = false;
}

void Progress::BeginPart(std::string name, double begin, double end) {
  part_ = std::move(name);
  begin_ = begin;
  end_ = end;
  simulated_before_ += simulated_;
  simulated_ = 0;
  polls_to_look_ = 1;
}

void Progress::Update(units::SimTime now, std::uint64_t done, std::uint64_t total) {
  const auto wall = clock_();
  if (wall - last_look_ < kCloseLooks) stride_ = std::min(stride_ * 2, kMaxStride);
  if (wall - last_look_ > kFarLooks) stride_ = std::max<std::int64_t>(stride_ / 2, 1);
  last_look_ = wall;
  polls_to_look_ = stride_;
  simulated_ = std::max(simulated_, units::ToSeconds(now));
  if (total > 0) {
    const double of_part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    share_ = std::max(share_, begin_ + (end_ - begin_) * of_part);
    known_ = true;
  }
  // The first tenth of a second draws nothing, so short runs do not flicker.
  if (wall - last_draw_ < kRedrawInterval) return;
  last_draw_ = wall;
  const double elapsed = SecondsBetween(start_, wall);
  const double simulated = simulated_before_ + simulated_;
  std::string line = part_.empty() ? label_ : label_ + " " + part_;
  if (known_) {
    const int filled = static_cast<int>(share_ * kBarWidth);
    line += fmt::format(" [{:#<{}}{:.<{}}] {:3.0f} %", "", filled, "", kBarWidth - filled,
                        std::floor(share_ * 100));
    line += fmt::format("  {}  {}/s", Brief(simulated), Brief(simulated / elapsed));
    if (share_ > 0) line += fmt::format("  ETA {}", Remaining(elapsed * (1 - share_) / share_));
  } else {
    line += fmt::format("  {}  {}/s", Brief(simulated), Brief(simulated / elapsed));
  }
  fmt::print(stream_, "\r\x1b[K{}", diagnostics::Printable(line));
  std::fflush(stream_);
  drawn_ = true;
}

}  // namespace linkwright::telemetry
