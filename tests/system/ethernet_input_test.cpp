// SPDX-License-Identifier: Apache-2.0
// Ethernet fabrics that cannot work are refused as mistakes of the input, and a run says what it
// had to mend.
#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

// The built-in cable with another length; its own name, so that pods take it.
std::string CableOf(const std::string& metres) {
  const std::string all = ReadAll(fs::path(LINKWRIGHT_SOURCE_DIR) / "fabric/parts/data/links.yaml");
  const size_t begin = all.find("  ethernet_400g_dac:");
  EXPECT_NE(begin, std::string::npos);
  size_t end = all.find("\n  ", begin);
  while (end != std::string::npos && (all[end + 3] == ' ' || all[end + 3] == '#'))
    end = all.find("\n  ", end + 1);
  std::string cable =
      "links:\n" + all.substr(begin, end == std::string::npos ? end : end + 1 - begin);
  for (const char* key : {"    length:", "    reach:"}) {
    const size_t line = cable.find(key);
    const size_t brace = cable.find('}', line);
    EXPECT_NE(line, std::string::npos) << cable;
    cable.replace(line, brace + 1 - line,
                  std::string(key) + " {low: 1, mode: " + metres + ", high: " + metres +
                      ", unit: m, date: \"2026-11\", source: \"estimate\", note: \"\"}");
  }
  return cable;
}

TEST(EthernetInput, LinksTooLongForTheBuffersAreRefusedWhereTheyWereChosen) {
  Write("long.yaml", CableOf("1000"));
  Write("s.yaml", "pod:\n  ready: eth8\n  parts: [long.yaml]\n");
  ExpectRefused("run s.yaml", "s.yaml:3:10",
                "cells of headroom; its links take up to 5.1 us one way");
  const CommandResult result = Linkwright("run s.yaml");
  EXPECT_NE(result.err.find(
                "use shorter links, a variant with more cells, or network.ethernet.pfc: false"),
            std::string::npos)
      << result.err;
  EXPECT_EQ(Linkwright("run s.yaml --set network.ethernet.pfc=false --set collective.size=8KiB")
                .exit_code,
            0);
}

TEST(EthernetInput, ATimeoutShorterThanTheWayThereAndBackIsRefused) {
  ExpectRefused(
      "bench --on eth8 --algorithm all_to_all_allpairs --sizes 4MiB --set "
      "network.ethernet.retransmit_timeout=1us",
      "--set network.ethernet.retransmit_timeout=1us:1:37",
      "ends before an acknowledgement can be there");
  const CommandResult result = Linkwright(
      "bench --on eth8 --algorithm ring --sizes 8KiB --set "
      "network.ethernet.retransmit_timeout=5us");
  EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST(EthernetInput, ATimeoutShorterThanTheLoopUnderLoadSaysSo) {
  const CommandResult result = Linkwright(
      "bench --on eth8 --algorithm all_to_all_allpairs --sizes 4MiB "
      "--set network.ethernet.retransmit_timeout=3us --set network.ethernet.retry_limit=0");
  EXPECT_EQ(result.exit_code, 1) << result.out;
  EXPECT_NE(result.err.find("retransmit_timeout is shorter than the loop under this load"),
            std::string::npos)
      << result.err;
}

TEST(EthernetInput, OneLineTellsWhatAFabricHadToMend) {
  const std::string scenario =
      std::string(LINKWRIGHT_SOURCE_DIR) + "/workloads/scenarios/eth16-dead-uplink.yaml";
  const CommandResult mended = Linkwright("run " + scenario);
  EXPECT_NE(mended.out.find("Ethernet fabric: links that died or came back: 1, interrupts: "),
            std::string::npos)
      << mended.out;
  EXPECT_NE(mended.out.find("reroutes: 1\n"), std::string::npos) << mended.out;
  EXPECT_NE(mended.out.find("congestion control of Ethernet fabrics"), std::string::npos)
      << mended.out;
  Write("s.yaml", "pod: {ready: eth8}\ncollective: {size: 8KiB}\n");
  const CommandResult healthy = Linkwright("run s.yaml");
  EXPECT_EQ(healthy.exit_code, 0) << healthy.err;
  EXPECT_EQ(healthy.out.find("Ethernet fabric: "), std::string::npos) << healthy.out;
}

TEST(EthernetInput, APortHasOneSpellingAndALinkDiesOnce) {
  const auto down = [](const std::string& faults) {
    Write("s.yaml", "pod: {ready: eth8}\nfaults:\n" + faults);
  };
  down("  - {kind: link_down, link: 'pod0.accelerator4:00', at: 1us}\n");
  ExpectRefused("run s.yaml", "s.yaml:3:29", "'pod0.accelerator4' has no link at port '00'");
  down(
      "  - {kind: link_down, link: 'pod0.accelerator4:0', at: 1us}\n"
      "  - {kind: link_down, link: 'pod0.plane0.switch0:4', at: 2us}\n");
  ExpectRefused("run s.yaml", "s.yaml:4:58", "'pod0.accelerator4:0' goes down when it is not up");
  down("  - {kind: link_down, link: 'pod0.leaf3:4', at: 1us}\n");
  ExpectRefused("run s.yaml", "s.yaml:3:29", "as 'pod0.accelerator0:0', found 'pod0.leaf3:4'");
}

TEST(EthernetInput, AKeyThatHasMovedNamesItsNewPlace) {
  Write("s.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {link_down: {pod0.leaf0:4: 1us}}}\n");
  ExpectRefused("run s.yaml", "s.yaml:2:22",
                "network.ethernet.link_down is now faults: [{kind: link_down");
  Write("s.yaml", "network:\n  retry: {down: [{link: 'pod0.accelerator0:0', at: 1us}]}\n");
  ExpectRefused("run s.yaml", "s.yaml:2:11", "network.retry.down is now faults: ");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set network.retry.changes=[]",
                "--set network.retry.changes=[]:1:15", "network.retry.changes is now faults: ");
}

TEST(EthernetInput, AWrongLinkIsBlamedWhereItWasChosen) {
  ExpectRefused("bench --on eth8 --algorithm ring --sizes 8KiB --set pod.link=bench_800g",
                "--set pod.link=bench_800g:1:10", "is a part of scale-up pods");
}

TEST(EthernetInput, OutputsThatCannotBeWrittenAreKnownBeforeTheRun) {
  const CommandResult result = Linkwright(
      "bench --algorithm ring --ranks 4 --sizes 1KiB --fidelity flow --json no/such/folder.json");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find(
                "no/such/folder.json: error: cannot create the file: No such file or directory"),
            std::string::npos)
      << result.err;
}

TEST(EthernetInput, AScenarioThatIsNotThereIsNothingToExplain) {
  const CommandResult result = Linkwright("explain ./s.yaml");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("s.yaml"), std::string::npos) << result.err;
}

TEST(EthernetInput, AnInterruptEndsTheFillingOfMemoryAtOnce) {
  // 16 ranks of 1 GiB of scratch each: filled, that takes many seconds. In the foreground, or the
  // group would get the signal as well, and a second one ends the process on the spot.
  const CommandResult result = Linkwright(
      "list > /dev/null; timeout --foreground --preserve-status -s INT 1 '" LINKWRIGHT_BINARY_DIR
      "/linkwright' bench --on eth16_leaf_spine --algorithm all_reduce_allpairs_oneshot --sizes "
      "64MiB");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_NE(result.err.find("interrupted"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace linkwright::system_test
