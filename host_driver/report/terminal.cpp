// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include "foundation/diagnostics/printable.h"

namespace linkwright::report {
namespace {

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    int width = 0;
    const auto [end, error] = std::from_chars(columns, columns + std::strlen(columns), width);
    if (error == std::errc() && *end == '\0' && width > 0) return width;
  }
  return telemetry::Page{}.width;
}

}  // namespace

telemetry::Page TerminalPage(bool details) {
  return {.width = TerminalWidth(), .details = details};
}

void PrintText(std::FILE* stream, std::string_view text) {
  const std::string printable = diagnostics::Printable(text);
  const bool whole = std::fwrite(printable.data(), 1, printable.size(), stream) == printable.size();
  if (!whole && stream == stdout)
    throw std::system_error(errno, std::generic_category(), "standard output");
}

}  // namespace linkwright::report
