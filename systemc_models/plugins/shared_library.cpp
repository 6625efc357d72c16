// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/plugins/shared_library.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string_view>

namespace linkwright::plugins {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::string_view kGood = "good";

// A library that writes while it is loaded is not a reason to write on the user's terminal.
void Silence() {
  const int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere < 0) return;
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

[[noreturn]] void Attempt(const std::function<std::string()>& attempt, int answer_to) {
  Silence();
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) std::signal(signal, SIG_DFL);
  std::string answer;
  try {
    answer = attempt();
  } catch (const std::exception& error) {
    answer = error.what();
  }
  if (answer.empty()) answer = kGood;
  const char* rest = answer.data();
  for (std::size_t left = answer.size(); left > 0;) {
    const ssize_t written = write(answer_to, rest, left);
    if (written <= 0) break;
    rest += written;
    left -= static_cast<std::size_t>(written);
  }
  _exit(0);
}

// What the child wrote until it closed its end; false if it did not do so in time.
bool ReadAnswer(int from, std::string& answer) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{from, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    char buffer[512];
    const ssize_t got = read(from, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    answer.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string TryInChild(const std::function<std::string()>& attempt) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::string("it cannot be tried: ") + strerror(errno);
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return std::string("it cannot be tried: ") + strerror(errno);
  }
  if (child == 0) {
    close(ends[0]);
    Attempt(attempt, ends[1]);
  }
  close(ends[1]);
  std::string answer;
  const bool in_time = ReadAnswer(ends[0], answer);
  close(ends[0]);
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) return "it does not come back from being loaded";
  if (WIFSIGNALED(status)) {
    return std::string("it crashes when it is loaded (") + strsignal(WTERMSIG(status)) + ")";
  }
  if (answer == kGood) return "";
  return answer.empty() ? "it ends the program when it is loaded" : answer;
}

void* LoadSymbol(const std::filesystem::path& file, const char* symbol, std::string& why) {
  // Every library keeps its symbols to itself: two versions of one model may be loaded at once.
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    why = dlerror();
    const std::string prefix = file.string() + ": ";
    if (why.starts_with(prefix)) why.erase(0, prefix.size());
    return nullptr;
  }
  void* address = dlsym(library, symbol);
  if (address == nullptr) why = std::string("it does not export ") + symbol;
  return address;
}

}  // namespace linkwright::plugins
