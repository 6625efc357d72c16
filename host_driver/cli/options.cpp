// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/config/config.h"
#include "foundation/diagnostics/diagnostic.h"
#include "foundation/diagnostics/suggest.h"
#include "foundation/numerics/data_type.h"
#include "host_driver/cli/sizes.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;

struct OptionField {
  const char* option;
  const char* field;
};
constexpr std::array<OptionField, 13> kOptionFields = {
    {{"--on", "pod.ready"},
     {"--algorithm", "collective.algorithm"},
     {"--size", "collective.size"},
     {"--type", "collective.type"},
     {"--redop", "collective.redop"},
     {"--ranks", "collective.ranks"},
     {"--channels", "collective.channels"},
     {"--protocol", "collective.protocol"},
     {"--check", "collective.check"},
     {"--fidelity", "network.fidelity"},
     {"--symmetry", "network.symmetry"},
     {"--switch-library", "network.switch_library"},
     {"--seed", "seed"}}};

// Nothing when --collective is not given.
std::optional<collectives::Collective> WantedCollective(const std::string& typed) {
  if (typed.empty()) return std::nullopt;
  const auto kind = scenario::CollectiveNamed(typed);
  if (kind) return kind;
  static const std::vector<std::string> kNames = {"allreduce", "allgather", "reducescatter",
                                                  "broadcast", "reduce",    "alltoall",
                                                  "gather",    "scatter"};
  throw UserError(
      {"--collective " + typed, 1, 1},
      fmt::format("unknown collective '{}'; expected {}", typed, fmt::join(kNames, ", ")),
      diagnostics::Suggest(typed, kNames));
}

}  // namespace

UserError AsTyped(const UserError& error, const std::vector<std::string>& typed) {
  std::vector<diagnostics::Diagnostic> diagnostics = error.diagnostics();
  for (diagnostics::Diagnostic& d : diagnostics) {
    for (const OptionField& known : kOptionFields) {
      const std::string prefix = fmt::format("--set {}=", known.field);
      if (!d.location.file.starts_with(prefix)) continue;
      const std::string override_text = d.location.file.substr(6);
      if (std::find(typed.begin(), typed.end(), override_text) != typed.end()) continue;
      const int shift = static_cast<int>(std::string(known.field).size()) + 1;
      const bool compared =
          typed.size() > 1 && typed[1] == "compare" && std::string(known.option) == "--on";
      d.location.file = fmt::format("{} {}", compared ? "pod" : known.option,
                                    d.location.file.substr(prefix.size()));
      d.location.column = std::max(1, d.location.column - shift);
    }
  }
  return UserError(std::move(diagnostics));
}

void RefuseEmptyWords(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() == 0) continue;
    option->check([](const std::string& word) {
      return word.empty() ? std::string("expected a value, found ''") : std::string();
    });
  }
  for (CLI::App* command : app.get_subcommands({})) RefuseEmptyWords(*command);
}

std::vector<std::string> ScenarioOptions::InputsOf(const config::Document& document,
                                                   const std::string& algorithm) {
  std::vector<std::string> inputs = document.files();
  inputs.push_back(algorithm);
  return inputs;
}

void ScenarioOptions::AddSeedAndSets(CLI::App& app) {
  app.add_option("--seed", seed, "seed of all randomness")->type_name("N");
  app.add_option(
         "--set", sets,
         "override a field of the scenario, e.g. network.iterations=2; may be given several times")
      ->type_name("a.b=VALUE")
      ->allow_extra_args(false)
      ->take_all();
}

void ScenarioOptions::AddTo(CLI::App& app, const std::string& pod_option) {
  if (!pod_option.empty())
    app.add_option(pod_option, pod, "ready pod (linkwright list pods)")->type_name("POD");
  app.add_option("--algorithm", algorithm,
                 "built-in algorithm (linkwright list algorithms) or MSCCL XML file")
      ->type_name("NAME|FILE");
  app.add_option("--collective", collective,
                 "collective of a short algorithm name: allreduce, allgather, ...")
      ->type_name("COLLECTIVE");
  app.add_option(
         "--ranks", ranks,
         "ranks of a built-in algorithm (default: all accelerators of the pod; 8 without a pod)")
      ->type_name("N");
  app.add_option("--type", type, "fp32, bf16, fp16 or int32")->type_name("TYPE");
  app.add_option("--redop", redop, "sum, min or max")->type_name("OP");
  app.add_option("--channels", channels, "parallel copies of a built-in algorithm")->type_name("N");
  app.add_option("--protocol", protocol, "simple, ll or ll128")->type_name("PROTOCOL");
  app.add_option("--check", check, "on, or off (sizes only: no data is moved, nothing checked)")
      ->type_name("CHECK");
  app.add_option("--fidelity", fidelity, "flow, cycle (SystemC twin) or rtl (verilated)")
      ->type_name("LEVEL");
  app.add_option("--switch-library,--switch", switch_library,
                 "shared library with your own switch model; the switches are then of fidelity rtl")
      ->type_name("FILE.so");
  app.add_option("--symmetry", symmetry, "simulate_all, or exploit: simulate identical planes once")
      ->type_name("HOW");
  AddSeedAndSets(app);
}

config::Document ScenarioOptions::ToDocument(const std::string& file) const {
  config::Document document =
      file.empty() ? config::Document::Parse("{}", "command line") : config::Document::Load(file);
  std::vector<std::string> overrides;
  auto add = [&](const char* field, const std::string& value) {
    if (!value.empty()) overrides.push_back(fmt::format("{}={}", field, value));
  };
  add("pod.ready", pod);
  const auto kind = WantedCollective(collective);
  if (!algorithm.empty()) {
    add("collective.algorithm", kind ? scenario::FullAlgorithmName(*kind, algorithm) : algorithm);
  }
  if (!size.empty())
    add("collective.size", fmt::format("{} B", ParseSize("--size", size, 0, size.size())));
  // nccl's names (half, float) are as good as ours.
  const auto known_type = numerics::ParseDataType(type);
  add("collective.type", known_type ? std::string(numerics::ToString(*known_type)) : type);
  add("collective.redop", redop);
  add("collective.ranks", ranks);
  add("collective.channels", channels);
  add("collective.protocol", protocol);
  // nccl-tests say -c 0 and -c 1.
  add("collective.check", check == "0" ? "off" : check == "1" ? "on" : check);
  add("network.fidelity", fidelity.empty() && !switch_library.empty() ? "rtl" : fidelity);
  add("network.switch_library", switch_library);
  add("network.symmetry", symmetry);
  add("seed", seed);
  overrides.insert(overrides.end(), sets.begin(), sets.end());
  config::ApplyOverrides(document, overrides);
  return document;
}

void ScenarioOptions::ExpectCollectiveOf(const collectives::KernelProgram& program) const {
  const auto kind = WantedCollective(collective);
  if (!kind || *kind == program.collective) return;
  throw UserError(
      {"--collective " + collective, 1, 1},
      fmt::format("the algorithm '{}' is of the collective {}, not {}", program.name,
                  collectives::ToString(program.collective), collectives::ToString(*kind)));
}

}  // namespace linkwright::cli
