// SPDX-License-Identifier: Apache-2.0
// linkwright_spec_compiler: one specification in, package, header, tops, register map and reference
// out. Exit code 0: done or fresh; 1: --check found stale files; 2: the specification or the
// command line is wrong.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rtl/spec/compiler/output_tree.h"
#include "rtl/spec/compiler/spec_reader.h"
#include "rtl/spec/compiler/writers.h"

namespace {

namespace fs = std::filesystem;
using namespace linkwright::spec_compiler;

constexpr int kStale = 1;
constexpr int kUserError = 2;

int Check(const Spec& spec, const std::vector<GeneratedFile>& files, const fs::path& root) {
  const std::vector<std::string> stale = StaleFiles(spec, files, root);
  for (const std::string& file : stale) fmt::print(stderr, "stale: {}\n", file);
  if (stale.empty()) return 0;
  fmt::print(stderr, "{} generated file{} not what {} says; to mend: {}\n", stale.size(),
             stale.size() == 1 ? " is" : "s are", spec.file, kMendingCommand);
  return kStale;
}

int Run(const std::string& spec_path, const std::string& root, bool check) {
  std::ifstream in(spec_path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  const std::string name =
      fs::proximate(fs::absolute(spec_path), fs::absolute(root)).generic_string();
  if (!in) {
    fmt::print(stderr, "{}:1:1: error: cannot read the specification\n", spec_path);
    return kUserError;
  }
  Errors errors(name);
  const Spec spec = ReadSpec(text.str(), name, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.Text());
    return kUserError;
  }
  const std::vector<GeneratedFile> files = WriteAll(spec);
  if (check) return Check(spec, files, root);
  const std::string error = WriteFiles(spec, files, root);
  if (!error.empty()) {
    fmt::print(stderr, "error: {}\n", error);
    return kUserError;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Writes everything that RTL and C++ share from one specification");
  std::string spec_path;
  std::string root = ".";
  bool check = false;
  app.add_option("--spec", spec_path, "the specification, a YAML file")->required();
  app.add_option("--root", root, "repository root; generated paths are below it");
  app.add_flag("--check", check, "write nothing; fail if a generated file is stale");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUserError;
  }
  return Run(spec_path, root, check);
}
