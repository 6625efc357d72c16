// SPDX-License-Identifier: Apache-2.0
// What the built-in programs look like before they run; that they compute the right thing is
// tested with the executor.
#include <gtest/gtest.h>

#include <vector>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/algorithms/register_all.h"
#include "workloads/collectives/describe.h"
#include "workloads/collectives/validate.h"

namespace linkwright::algorithms {
namespace {

using collectives::AsMultipleOfSize;
using collectives::KernelProgram;
using collectives::ProgramSummary;
using collectives::Registry;

Registry Builtins() {
  Registry registry;
  RegisterAll(registry);
  return registry;
}

TEST(Algorithms, AreValidOnEveryRankAndChannelCount) {
  const Registry registry = Builtins();
  for (const collectives::Algorithm& algorithm : registry.all()) {
    for (const int ranks : {2, 3, 4, 5, 7, 8, 16, 31, 72, 200}) {
      for (const int channels : {1, 3}) {
        if (ranks * channels > 250) continue;
        const KernelProgram program =
            registry.Generate(algorithm.name, {.ranks = ranks, .channels = channels});
        const auto findings = collectives::Validate(program);
        EXPECT_TRUE(findings.empty())
            << algorithm.name << " " << ranks << ": " << ToString(findings.front());
        EXPECT_EQ(program.collective, algorithm.collective) << algorithm.name;
        EXPECT_EQ(program.rank_count(), ranks) << algorithm.name;
      }
    }
    EXPECT_FALSE(algorithm.doc.empty());
    EXPECT_FALSE(algorithm.constraint.empty());
    EXPECT_TRUE(algorithm.refuses(1).has_value()) << algorithm.name;
  }
}

TEST(Algorithms, SendTheirClosedFormsOnSeventyTwoRanks) {
  const Registry registry = Builtins();
  const auto sent = [&](const char* name) {
    const KernelProgram program = registry.Generate(name, {.ranks = 72, .channels = 2});
    return AsMultipleOfSize(collectives::Summarize(program).MostChunksSent(),
                            program.chunks_per_loop);
  };
  EXPECT_EQ(sent("ring"), "71/36 S");              // 2 S 71/72
  EXPECT_EQ(sent("allpairs_twoshot"), "71/36 S");  //
  EXPECT_EQ(sent("allpairs_oneshot"), "71 S");
  EXPECT_EQ(sent("hierarchical"), "71/36 S");  // 2 S 7/8 + 2 S/8 8/9
  EXPECT_EQ(sent("nvls"), "73/72 S");          // S + S/n
  EXPECT_EQ(sent("all_gather_ring"), "71/72 S");
  EXPECT_EQ(sent("all_gather_nvls"), "1/72 S");
  EXPECT_EQ(sent("reduce_scatter_nvls"), "S");
  EXPECT_EQ(sent("all_to_all_allpairs"), "71/72 S");
  EXPECT_EQ(sent("broadcast_chain"), "S");
  EXPECT_EQ(sent("broadcast_star"), "71 S");
}

// Inside a domain of D ranks 2 (D-1)/D of the data, across G domains 2/D (G-1)/G of it.
TEST(Algorithms, HierarchicalSendsLittleAcrossDomains) {
  for (const auto& [ranks, domain] : {std::pair(32, 8), std::pair(12, 4), std::pair(6, 1)}) {
    const KernelProgram program =
        Builtins().Generate("hierarchical", {.ranks = ranks, .ranks_per_domain = domain});
    const int domains = ranks / domain;
    for (int rank = 0; rank < ranks; ++rank) {
      int inside = 0, across = 0;
      const collectives::RankProgram code = program.Rank(rank);
      for (const collectives::ThreadBlock& block : code.thread_blocks) {
        for (const collectives::Instruction& step : block.steps) {
          if (step.send_peer < 0) continue;
          (step.send_peer / domain == rank / domain ? inside : across) += step.count;
          EXPECT_TRUE(step.send_peer / domain == rank / domain ||
                      step.send_peer % domain == rank % domain);
        }
      }
      EXPECT_EQ(inside, 2 * (domain - 1) * domains);
      EXPECT_EQ(across, 2 * (domains - 1));
    }
    EXPECT_EQ(program.chunks_per_loop, ranks);
  }
}

TEST(Algorithms, HierarchicalRefusesDomainsThatDoNotDivideTheRanks) {
  EXPECT_THROW(Builtins().Generate("hierarchical", {.ranks = 12, .ranks_per_domain = 8}),
               diagnostics::UserError);
}

// What a rank of a ring or of a large all-to-all holds does not grow with the number of ranks.
TEST(Algorithms, ARankIsWrittenInAsManyRunsHoweverManyRanksThereAre) {
  const Registry registry = Builtins();
  const auto runs = [&](const char* name, int ranks) {
    std::size_t count = 0;
    const collectives::RankProgram rank = registry.Generate(name, {.ranks = ranks}).Rank(ranks / 2);
    for (const collectives::ThreadBlock& block : rank.thread_blocks) {
      count += block.steps.runs().size();
    }
    return count;
  };
  for (const char* name : {"ring", "all_gather_ring", "reduce_scatter_ring"}) {
    EXPECT_EQ(runs(name, 8192), runs(name, 8)) << name;
  }
  EXPECT_EQ(runs("all_to_all_allpairs", 4096), 33U) << "a copy and 16 pairs";
  const KernelProgram ring = registry.Generate("ring", {.ranks = 8192});
  EXPECT_EQ(ring.Rank(8191).thread_blocks.front().steps.size(), 2U * 8192 - 1);
  EXPECT_EQ(collectives::Summarize(ring).MostChunksSent(), 2 * 8191);
}

TEST(Algorithms, OneShotAddsInTheOrderOfRanksOnEveryRank) {
  const KernelProgram program = Builtins().Generate("allpairs_oneshot", {.ranks = 5});
  for (int rank = 0; rank < 5; ++rank) {
    const collectives::RankProgram code = program.Rank(rank);
    std::vector<int> order;  // whose data the additions find
    std::vector<int> owner(4, -1);
    for (const collectives::ThreadBlock& block : code.thread_blocks) {
      for (const collectives::Instruction& step : block.steps) {
        const bool scratch = step.destination.buffer == collectives::BufferKind::kScratch;
        if (step.opcode == collectives::Opcode::kRecv && scratch) {
          owner[step.destination.offset] = step.recv_peer;
        }
        if (step.opcode == collectives::Opcode::kCopy && scratch) {
          owner[step.destination.offset] = rank;
        }
      }
    }
    for (const collectives::Instruction& step : code.thread_blocks.back().steps) {
      if (step.opcode == collectives::Opcode::kReduce) order.push_back(owner[step.source.offset]);
    }
    EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4})) << "rank " << rank;
  }
}

TEST(Algorithms, HalvingDoublingPaysSExtraBesideThePowersOfTwo) {
  const Registry registry = Builtins();
  const auto ranks = [&](int n) {
    return collectives::Summarize(registry.Generate("halving_doubling", {.ranks = n})).ranks;
  };
  EXPECT_EQ(ranks(8)[0].chunks_sent, 14);  // 2 * 7/8 of 8 chunks
  const auto twelve = ranks(12);
  EXPECT_EQ(twelve[0].chunks_sent, 14 + 8);
  EXPECT_EQ(twelve[7].chunks_sent, 14);
  EXPECT_EQ(twelve[11].chunks_sent, 8);
}

TEST(Algorithms, AreFoundByFullNameAndAllReduceByShortName) {
  const Registry registry = Builtins();
  EXPECT_EQ(registry.Get("ring").name, "all_reduce_ring");
  EXPECT_EQ(registry.Get("all_gather_ring").name, "all_gather_ring");
  EXPECT_EQ(registry.Find("tree"), nullptr);
  try {
    registry.Get("all_reduce_rnig");
    FAIL();
  } catch (const diagnostics::UserError& error) {
    const std::string text = error.what();
    EXPECT_EQ(text.rfind("error: no algorithm is called 'all_reduce_rnig'; there are "
                         "all_reduce_ring, all_reduce_allpairs_oneshot,",
                         0),
              0U)
        << text;
    EXPECT_NE(text.find("did you mean 'all_reduce_ring'?"), std::string::npos) << text;
  }
}

TEST(Algorithms, OneRankIsRefusedWithAReason) {
  try {
    Builtins().Generate("ring", {.ranks = 1});
    FAIL();
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(error.what(),
                 "error: algorithm all_reduce_ring cannot run on 1 ranks: it needs at least 2 "
                 "ranks, found 1");
  }
}

TEST(Describe, SaysWhatAUserAsks) {
  const KernelProgram program = Builtins().Generate("ring", {.ranks = 8, .channels = 2});
  EXPECT_EQ(collectives::Describe(program),
            "all_reduce_ring: all_reduce on 8 ranks, protocol simple, out of place\n"
            "  chunks          16 per buffer of S bytes\n"
            "  channels        2\n"
            "  thread blocks   2 per rank\n"
            "  steps           30 per rank, at most 15 in a thread block\n"
            "  sent            1.75 S per rank\n"
            "  received        1.75 S per rank\n");
}

TEST(Describe, MultiplesAreReduced) {
  EXPECT_EQ(AsMultipleOfSize(0, 8), "0");
  EXPECT_EQ(AsMultipleOfSize(8, 8), "S");
  EXPECT_EQ(AsMultipleOfSize(24, 8), "3 S");
  EXPECT_EQ(AsMultipleOfSize(9, 8), "1.125 S");
  EXPECT_EQ(AsMultipleOfSize(10, 12), "5/6 S");
}

}  // namespace
}  // namespace linkwright::algorithms
