// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {
namespace {

using diagnostics::Diagnostic;
using diagnostics::UserError;
using scenario::Scenario;

Scenario Read(const ScenarioOptions& options) {
  return scenario::ReadScenario(options.ToDocument(""));
}

Diagnostic RefusalOf(const ScenarioOptions& options, const std::vector<std::string>& typed = {}) {
  try {
    Read(options);
  } catch (const UserError& error) {
    return AsTyped(error, typed).diagnostics().front();
  }
  return {{}, "accepted", ""};
}

TEST(ScenarioOptions, EveryOptionIsAFieldOfTheScenario) {
  const Scenario s = Read({.pod = "bench4",
                           .algorithm = "all_gather_ring",
                           .size = "64K",
                           .type = "bf16",
                           .redop = "max",
                           .fidelity = "flow",
                           .symmetry = "exploit",
                           .ranks = "3",
                           .seed = "17",
                           .channels = "5",
                           .protocol = "ll128",
                           .check = "off"});
  EXPECT_EQ(s.pod.ready, "bench4");
  EXPECT_EQ(s.collective.algorithm, "all_gather_ring");
  EXPECT_EQ(s.collective.size.count(), 65536u);
  EXPECT_EQ(s.collective.type, numerics::DataType::kBf16);
  EXPECT_EQ(s.collective.redop, numerics::ReduceOp::kMax);
  EXPECT_EQ(s.network.fidelity, scenario::Fidelity::kFlow);
  EXPECT_EQ(s.network.symmetry, scenario::Symmetry::kExploit);
  EXPECT_EQ(s.collective.ranks, 3);
  EXPECT_EQ(s.seed, 17u);
  EXPECT_EQ(s.collective.channels, 5);
  EXPECT_EQ(s.collective.protocol, collectives::Protocol::kLl128);
  EXPECT_EQ(s.collective.check, scenario::Check::kOff);
}

TEST(ScenarioOptions, WithoutOptionsTheScenarioIsTheDefault) {
  const Scenario s = Read({});
  EXPECT_EQ(s.seed, 1u);
  EXPECT_TRUE(s.pod.ready.empty());
  EXPECT_FALSE(s.collective.ranks || s.collective.channels || s.collective.protocol);
}

TEST(ScenarioOptions, SetComesLastAndTheLastSetCounts) {
  const Scenario s = Read({.seed = "3", .sets = {"seed=4", "seed=5"}});
  EXPECT_EQ(s.seed, 5u);
}

TEST(ScenarioOptions, NcclsWordsAreAsGoodAsOurs) {
  const struct {
    const char* word;
    numerics::DataType type;
  } types[] = {{"float", numerics::DataType::kFp32},
               {"fp32", numerics::DataType::kFp32},
               {"half", numerics::DataType::kFp16},
               {"bfloat16", numerics::DataType::kBf16},
               {"int32", numerics::DataType::kInt32}};
  for (const auto& known : types)
    EXPECT_EQ(Read({.type = known.word}).collective.type, known.type) << known.word;
  EXPECT_EQ(Read({.check = "0"}).collective.check, scenario::Check::kOff);
  EXPECT_EQ(Read({.check = "1"}).collective.check, scenario::Check::kOn);
}

TEST(ScenarioOptions, AShortAlgorithmIsNamedByItsCollective) {
  for (const char* collective : {"allgather", "all_gather", "AllGather", "all-gather"}) {
    const Scenario s = Read({.algorithm = "ring", .collective = collective});
    EXPECT_EQ(s.collective.algorithm, "all_gather_ring") << collective;
  }
  EXPECT_EQ(Read({.algorithm = "own.xml", .collective = "allgather"}).collective.algorithm,
            "own.xml");
}

TEST(ScenarioOptions, AnUnknownCollectiveNamesThoseThereAreAndTheNearest) {
  const Diagnostic said = RefusalOf({.algorithm = "ring", .collective = "allgahter"});
  EXPECT_EQ(said.location, (diagnostics::SourceLocation{"--collective allgahter", 1, 1}));
  EXPECT_EQ(said.message,
            "unknown collective 'allgahter'; expected allreduce, allgather, reducescatter, "
            "broadcast, reduce, alltoall, gather, scatter");
  EXPECT_EQ(said.suggestion, "allgather");
}

TEST(ScenarioOptions, AnAlgorithmOfAnotherCollectiveIsRefused) {
  collectives::KernelProgram program;
  program.name = "all_reduce_ring";
  program.collective = collectives::Collective::kAllReduce;
  ScenarioOptions options;
  EXPECT_NO_THROW(options.ExpectCollectiveOf(program)) << "none was asked for";
  options.collective = "allreduce";
  EXPECT_NO_THROW(options.ExpectCollectiveOf(program));
  options.collective = "allgather";
  try {
    options.ExpectCollectiveOf(program);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().front().message,
              "the algorithm 'all_reduce_ring' is of the collective all_reduce, not all_gather");
  }
}

TEST(ScenarioOptions, AnOwnSwitchIsOfFidelityRtlUnlessSaidOtherwise) {
  const Scenario alone = Read({.switch_library = "own.so"});
  EXPECT_EQ(alone.network.fidelity, scenario::Fidelity::kRtl);
  EXPECT_EQ(alone.network.switch_library, "own.so");
  EXPECT_EQ(Read({.fidelity = "cycle", .switch_library = "own.so"}).network.fidelity,
            scenario::Fidelity::kCycle);
}

struct Wrong {
  ScenarioOptions options;
  const char* place;  // option and word
  int column;
  const char* message;
  const char* suggestion;
};

TEST(ScenarioOptions, AMistakeNamesTheOptionThatWasTyped) {
  for (const Wrong& wrong : std::vector<Wrong>{
           {{.type = "fp17"}, "--type fp17", 1, "fp17", "fp16"},
           {{.redop = "sun"}, "--redop sun", 1, "sun", "sum"},
           {{.fidelity = "cylce"}, "--fidelity cylce", 1, "cylce", "cycle"},
           {{.symmetry = "exploid"}, "--symmetry exploid", 1, "exploid", "exploit"},
           {{.ranks = "1"}, "--ranks 1", 1, "1", ""},
           {{.seed = "-1"}, "--seed -1", 1, "-1", ""},
           {{.channels = "65"}, "--channels 65", 1, "65", ""},
           {{.protocol = "ll18"}, "--protocol ll18", 1, "ll18", "ll128"},
           {{.check = "offf"}, "--check offf", 1, "offf", "off"},
       }) {
    const Diagnostic said = RefusalOf(wrong.options);
    EXPECT_EQ(said.location.file, wrong.place) << said.message;
    EXPECT_EQ(said.location.column, wrong.column) << wrong.place;
    EXPECT_NE(said.message.find(wrong.message), std::string::npos) << said.message;
    EXPECT_EQ(said.suggestion, wrong.suggestion) << wrong.place;
  }
}

TEST(ScenarioOptions, AMistakeInASetIsTheSets) {
  const Diagnostic said = RefusalOf({.sets = {"collective.type=fp17"}},
                                    {"linkwright", "bench", "--set", "collective.type=fp17"});
  EXPECT_EQ(said.location.file, "--set collective.type=fp17");
  EXPECT_EQ(said.location.column, 17) << "behind collective.type=";
}

TEST(ScenarioOptions, APodOfACompareIsNoOption) {
  const UserError error({"--set pod.ready=bench9", 1, 11}, "unknown pod 'bench9'");
  const auto of = [&](const std::vector<std::string>& typed) {
    return AsTyped(error, typed).diagnostics().front().location;
  };
  EXPECT_EQ(of({"linkwright", "compare", "bench8", "bench9"}),
            (diagnostics::SourceLocation{"pod bench9", 1, 1}));
  EXPECT_EQ(of({"linkwright", "bench", "--on", "bench9"}),
            (diagnostics::SourceLocation{"--on bench9", 1, 1}));
}

TEST(ScenarioOptions, AnUnknownFieldOfASetIsRefusedWithTheNearest) {
  const Diagnostic said = RefusalOf({.sets = {"network.fidelty=flow"}});
  EXPECT_EQ(said.suggestion, "fidelity") << said.message;
}

TEST(ScenarioOptions, AnEmptyWordIsRefusedAndNotTakenForNoOption) {
  CLI::App app;
  ScenarioOptions options;
  CLI::App* command = app.add_subcommand("bench", "");
  options.AddTo(*command, "--on");
  RefuseEmptyWords(app);
  EXPECT_THROW(app.parse("bench --on \"\""), CLI::ParseError);
  EXPECT_THROW(app.parse("bench --seed \"\""), CLI::ParseError);
  EXPECT_NO_THROW(app.parse("bench --on bench8 --seed 4"));
  EXPECT_EQ(options.pod, "bench8");
}

TEST(ScenarioOptions, TheInputsOfARunAreItsFilesAndTheAlgorithms) {
  const std::vector<std::string> inputs =
      ScenarioOptions::InputsOf(ScenarioOptions{}.ToDocument(""), "own.xml");
  ASSERT_FALSE(inputs.empty());
  EXPECT_EQ(inputs.back(), "own.xml");
}

}  // namespace
}  // namespace linkwright::cli
