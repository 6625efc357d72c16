// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without a fuzzer: files of a corpus, then inputs generated from a seed. For a
// given seed and number of runs always the same inputs in the same order.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

namespace linkwright::fuzz {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> inputs;
  std::uint64_t seed = 1;
  std::int64_t runs = 0;
  std::int64_t seconds = 0;
  std::string failures = ".";
  std::string keep;
  std::string fault;
  bool demand_all = false;
};

Input ReadInput(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteInput(const fs::path& path, const Input& input) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(input.data()), std::ssize(input));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

// Bytes that no generator would write: what keeps the decoder honest.
void Havoc(random::Stream& stream, Input& input, const Input& previous) {
  for (auto edits = 1 + stream.Below(4); edits > 0 && !input.empty(); --edits) {
    const auto at = static_cast<std::ptrdiff_t>(stream.Below(input.size()));
    switch (stream.Below(4)) {
      case 0:
        input[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << stream.Below(8));
        break;
      case 1:
        input[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(stream.Next());
        break;
      case 2:
        input.erase(input.begin() + at,
                    input.begin() + std::min<std::ptrdiff_t>(at + 8, std::ssize(input)));
        break;
      default:
        input.insert(input.begin() + at, previous.begin(),
                     previous.begin() + std::min<std::ptrdiff_t>(std::ssize(previous), 200));
    }
  }
}

class Campaign {
 public:
  Campaign(const Options& options, std::string program)
      : options_(options),
        program_(std::move(program)),
        running_(fs::path(options.failures) /
                 fmt::format("running-{}.bin", fs::path(program_).filename().string())) {}

  // Exit code: 0, or 1 if an input failed.
  int Run() {
    for (const std::string& name : options_.inputs) Replay(name);
    const bool generate = failed_.empty() && (options_.runs > 0 || options_.seconds > 0);
    if (generate) Generate();
    fs::remove(running_);
    Print();
    return Judge();
  }

 private:
  void Replay(const fs::path& path) {
    std::vector<fs::path> files;
    if (fs::is_directory(path)) {
      for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
      std::sort(files.begin(), files.end());
    } else {
      files.push_back(path);
    }
    for (const fs::path& file : files) {
      if (failed_.empty()) RunOne(ReadInput(file), "file " + file.string());
    }
  }

  void Generate() {
    if (options_.runs > 0) {
      fmt::print("seed {}, {} inputs\n", options_.seed, options_.runs);
    } else {
      fmt::print("seed {}, {} seconds\n", options_.seed, options_.seconds);
    }
    random::Stream stream(options_.seed, "fuzz");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options_.seconds);
    Input previous;
    for (std::int64_t number = 1; failed_.empty(); ++number) {
      if (options_.runs > 0 && number > options_.runs) break;
      if (options_.seconds > 0 && std::chrono::steady_clock::now() >= end) break;
      Input input = GenerateInput(stream);
      if (stream.Bernoulli(0.2)) Havoc(stream, input, previous);
      RunOne(input, fmt::format("input {} of seed {}", number, options_.seed));
      previous = std::move(input);
    }
  }

  // A process that dies leaves its input in running_.
  void RunOne(const Input& input, const std::string& which) {
    WriteInput(running_, input);
    ++done_;
    const auto before = Met();
    try {
      LLVMFuzzerTestOneInput(input.data(), input.size());
    } catch (const std::exception& error) {
      failed_ = which;
      const fs::path file =
          fs::path(options_.failures) / fmt::format("failure-{}-{}-{}.bin",
                                                    fs::path(program_).filename().string(),
                                                    options_.seed, done_);
      WriteInput(file, input);
      fmt::print("{}: {}\nreplay: {} {}\n", which, error.what(), program_, file.string());
      return;
    }
    if (!options_.keep.empty() && Met() > before) {
      WriteInput(fs::path(options_.keep) / fmt::format("{:03}.bin", Met()), input);
    }
  }

  static std::ptrdiff_t Met() {
    return std::count_if(Verdicts().begin(), Verdicts().end(),
                         [](const auto& verdict) { return verdict.second > 0; });
  }

  void Print() const {
    fmt::print("{} inputs\n", done_);
    for (const auto& [name, count] : Verdicts()) fmt::print("{:>12}  {}\n", count, name);
  }

  int Judge() const {
    if (!options_.fault.empty()) {
      fmt::print("planted fault {}: {}\n", options_.fault,
                 failed_.empty() ? "not noticed" : "noticed by " + failed_);
      return failed_.empty() ? 1 : 0;
    }
    if (!failed_.empty()) return 1;
    for (const auto& [name, count] : Verdicts()) {
      if (options_.demand_all && count == 0) {
        fmt::print("nothing met: {}\n", name);
        return 1;
      }
    }
    return 0;
  }

  const Options& options_;
  const std::string program_;
  const fs::path running_;
  std::int64_t done_ = 0;
  std::string failed_;  // which input
};

}  // namespace
}  // namespace linkwright::fuzz

int main(int argc, char** argv) {
  linkwright::fuzz::Options options;
  CLI::App app("Runs a fuzz target on files, then on generated inputs.");
  app.add_option("inputs", options.inputs, "files or folders to replay")->check(CLI::ExistingPath);
  app.add_option("--seed", options.seed, "of the generated inputs");
  auto* runs = app.add_option("--runs", options.runs, "number of generated inputs");
  app.add_option("--seconds", options.seconds, "generate for this long instead")->excludes(runs);
  app.add_option("--failures", options.failures, "folder for inputs that fail")
      ->check(CLI::ExistingDirectory);
  app.add_option("--keep", options.keep, "folder for inputs that meet something new")
      ->check(CLI::ExistingDirectory);
  app.add_option("--fault", options.fault, "plant a fault in the reference; it must be noticed");
  app.add_flag("--demand-all", options.demand_all, "fail if a verdict was never met");
  CLI11_PARSE(app, argc, argv);
  if (!options.fault.empty() && !linkwright::fuzz::PlantFault(options.fault)) {
    fmt::print(stderr, "error: no fault is called '{}'\n", options.fault);
    return 2;
  }
  try {
    return linkwright::fuzz::Campaign(options, argv[0]).Run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 2;
  }
}
