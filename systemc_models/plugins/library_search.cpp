// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/plugins/library_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "foundation/diagnostics/diagnostic.h"

#if defined(__SANITIZE_ADDRESS__)
// Verilator's runtime keeps a buffer for names per thread and never frees it (verilated.cpp,
// catName).
extern "C" const char* __lsan_default_suppressions() { return "leak:Verilated::catName\n"; }
#endif

namespace linkwright::plugins {
namespace {

namespace fs = std::filesystem;

fs::path ProgramFolder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::string NameOf(std::string_view component, std::string_view variant) {
  return fmt::format("{}_{}", component, variant);
}

}  // namespace

std::vector<fs::path> LibraryFolders() {
  std::vector<fs::path> wanted;
  if (const char* path = std::getenv("LINKWRIGHT_SWITCH_PATH")) {
    std::string_view rest = path;
    while (!rest.empty()) {
      const std::string_view folder = rest.substr(0, rest.find(':'));
      if (!folder.empty()) wanted.emplace_back(folder);
      rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    }
  }
  wanted.push_back(ProgramFolder() / "plugins");
  wanted.push_back(ProgramFolder() / LINKWRIGHT_INSTALLED_PLUGINS);
  std::vector<fs::path> folders;
  for (const fs::path& folder : wanted) {
    std::error_code error;
    if (fs::is_directory(folder, error)) folders.push_back(folder);
  }
  return folders;
}

std::optional<fs::path> FindLibrary(std::string_view name) {
  for (const fs::path& folder : LibraryFolders()) {
    fs::path file = folder / fmt::format("{}.so", name);
    std::error_code error;
    if (fs::exists(file, error)) return file;
  }
  return std::nullopt;
}

bool HasRtl(std::string_view component, std::string_view variant) {
  return FindLibrary(NameOf(component, variant)).has_value();
}

std::string HowToBuild(std::string_view what, std::string_view library) {
  std::error_code error;
  const fs::path program = ProgramFolder();
  // A program in its build tree knows where that is; an installed one does not.
  const std::string tree = fs::exists(program / "CMakeCache.txt", error)
                               ? fs::proximate(program, error).string()
                               : "build/release";
  return fmt::format("the RTL of {} is not built; build it with: cmake --build {} --target {}",
                     what, tree, library);
}

std::shared_ptr<const SwitchLibrary> OpenRtl(std::string_view component, std::string_view variant) {
  const auto file = FindLibrary(NameOf(component, variant));
  if (!file) return nullptr;
  auto library = SwitchLibrary::Open(*file);
  const SwitchDescription& is = library->description();
  if (is.component != component || is.variant != variant) {
    throw diagnostics::UserError({file->string(), 0, 0},
                                 fmt::format("it holds variant '{}' of {}, not what its name says",
                                             is.variant, is.component));
  }
  return library;
}

std::unique_ptr<interfaces::ClockedSwitch> MakeRtl(std::string_view component,
                                                   std::string_view variant, std::uint64_t seed) {
  const auto library = OpenRtl(component, variant);
  return library ? library->Make(seed) : nullptr;
}

}  // namespace linkwright::plugins
