// SPDX-License-Identifier: Apache-2.0
// Links with retry as users of the command meet them: what a scenario may say, what a run says, and
// that both agree with the theory of a link that loses.
#include <cmath>
#include <cstdio>

#include "tests/system/command_line.h"

namespace linkwright::system_test {
namespace {

constexpr const char* kPod = "pod: {accelerators: 4, planes: 2, accelerator: ualink_accelerator}\n";

int64_t Metric(const nlohmann::json& report, const std::string& name) {
  return report["metrics"].at(name)["value"].get<int64_t>();
}

int64_t Retry(const nlohmann::json& report, const std::string& name) {
  return Metric(report, "network.retry." + name);
}

nlohmann::json Report(const std::string& arguments, const std::string& json) {
  const CommandResult result = Linkwright("run " + arguments + " --json " + json);
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  return result.exit_code == 0 ? ReadJson(json) : nlohmann::json::object();
}

// Holds over links that go down, too.
void ExpectNothingLost(const nlohmann::json& r) {
  EXPECT_EQ(Metric(r, "collective.wrong"), 0);
  EXPECT_EQ(Retry(r, "frames_delivered"), Retry(r, "frames_accepted"));
  EXPECT_EQ(Retry(r, "frames_sent"), Retry(r, "frames_delivered") +
                                         Retry(r, "frames_expected_bad") +
                                         Retry(r, "frames_missing") + Retry(r, "frames_duplicate") +
                                         Retry(r, "frames_swallowed"));
  EXPECT_EQ(Retry(r, "nacks_received"), Retry(r, "nacks_sent") - Retry(r, "nacks_lost"));
  EXPECT_EQ(Retry(r, "replays"),
            Retry(r, "nacks_received") - Retry(r, "nacks_joined") + Retry(r, "timeouts"));
}

void ExpectEveryReplayExplained(const nlohmann::json& r) {
  ExpectNothingLost(r);
  EXPECT_EQ(Retry(r, "frames_bad"), Retry(r, "frames_damaged"));
  EXPECT_EQ(Retry(r, "nacks_sent"), Retry(r, "frames_expected_bad"));
}

// RS(544,514) corrects 15 of 544 symbols of ten bits.
double CodewordFailure(double bit_error_rate) {
  const double symbol = 1 - std::pow(1 - bit_error_rate, 10);
  double fails = 0;
  for (int k = 16; k <= 544; ++k) {
    fails += std::exp(std::lgamma(545) - std::lgamma(k + 1) - std::lgamma(545 - k) +
                      k * std::log(symbol) + (544 - k) * std::log1p(-symbol));
  }
  return fails;
}

TEST(Links, RetrySettingsAreRefusedAtTheirPlace) {
  Write("key.yaml", "network: {retry: {bit_eror_rate: 1e-5}}\n");
  ExpectRefused("run key.yaml", "key.yaml:1:19", "did you mean 'bit_error_rate'?");
  Write("rate.yaml", "network: {retry: {bit_error_rate: 0.7}}\n");
  ExpectRefused("run rate.yaml", "rate.yaml:1:35", "expected 0.0 to 0.5, found '0.7'");
  Write("frames.yaml", "network: {retry: {frame_error_rate: -1e-3}}\n");
  ExpectRefused("run frames.yaml", "frames.yaml:1:37", "expected 0.0 to 1.0");
  Write("window.yaml", "network: {retry: {window_frames: 513}}\n");
  ExpectRefused("run window.yaml", "window.yaml:1:34", "expected 1 to 512, found '513'");
  Write("unit.yaml", "network: {retry: {ack_spacing: 32}}\n");
  ExpectRefused("run unit.yaml", "unit.yaml:1:32", "ns");
  Write("short.yaml", "network: {retry: {replay_timer: 2ns}}\n");
  ExpectRefused("run short.yaml", "short.yaml:1:33", "but to the far end and back it takes");
  ExpectRefused("bench --algorithm ring --sizes 1KiB --set network.retry.bit_error_rate=2",
                "--set network.retry.bit_error_rate=2:1:30", "expected 0.0 to 0.5, found '2'");
}

TEST(Links, RetryNeedsLinksThatAreSimulatedOneByOne) {
  Write("flow.yaml", std::string(kPod) +
                         "network: {fidelity: flow}\n"
                         "faults: [{kind: link_errors, at: 1us, bit_error_rate: 1e-4}]\n");
  ExpectRefused("run flow.yaml", "flow.yaml:3:10", "a flow network has no frames that errors");
  Write("alike.yaml",
        std::string(kPod) + "network: {symmetry: exploit, retry: {frame_error_rate: 1e-3}}\n");
  ExpectRefused("run alike.yaml", "alike.yaml:2:37", "planes with link errors are not alike");
}

TEST(Links, FaultsAreRefusedAtTheirPlace) {
  const auto refused = [](const std::string& name, const std::string& fault, int column,
                          const std::string& text) {
    Write(name, kPod + ("network: {retry: {}}\nfaults:\n  - {kind: link_errors, " + fault + "}\n"));
    ExpectRefused("run " + name, name + ":4:" + std::to_string(24 + column), text);
  };
  refused("accelerator.yaml", "at: 1us, accelerator: 4", 23,
          "this pod has accelerators 0 to 3, found 4");
  refused("plane.yaml", "at: 1us, plane: 2", 17, "this pod has planes 0 to 1, found 2");
  refused("both.yaml", "at: 1us, plane: 1, links: ['pod0.accelerator0:1']", 27,
          "either links or accelerator and plane");
  refused("link.yaml", "at: 1us, links: ['pod0.acelerator0:1']", 18,
          "did you mean 'pod0.accelerator0:1'?");
  refused("port.yaml", "at: 1us, links: ['pod0.accelerator0:2']", 18,
          "'pod0.accelerator0' has no link at port '2'");
  refused("rate.yaml", "at: 1us, control_loss_rate: 1.5", 29, "expected 0.0 to 1.0");
}

TEST(Links, OutagesAndRtlEndsAreRefusedAtTheirPlace) {
  Write("when.yaml", std::string(kPod) + "network: {retry: {}}\nfaults: [{kind: link_errors}]\n");
  ExpectRefused("run when.yaml", "when.yaml:3:10", "needs 'at'");
  Write("order.yaml", std::string(kPod) +
                          "network: {retry: {}}\nfaults:\n  - {kind: link_errors, at: 2us}\n"
                          "  - {kind: link_errors, at: 1us}\n");
  ExpectRefused("run order.yaml", "order.yaml:5:29",
                "link_errors stand in order of time, but 1 us comes after 2 us");
  Write("twice.yaml", std::string(kPod) +
                          "network: {retry: {}}\nfaults:\n"
                          "  - {kind: link_down, link: 'pod0.accelerator0:1', at: 1us}\n"
                          "  - {kind: link_down, link: pod0.accelerator0.link1, at: 9us}\n");
  ExpectRefused("run twice.yaml", "twice.yaml:5:58",
                "'pod0.accelerator0:1' goes down when it is not up");
  Write("down.yaml", std::string(kPod) +
                         "network: {retry: {}}\n"
                         "faults: [{kind: link_down, link: 'pod0.plane1.swich0:3', at: 1us}]\n");
  ExpectRefused("run down.yaml", "down.yaml:3:34", "did you mean 'pod0.plane1.switch0:3'?");
  Write("bare.yaml", std::string(kPod) +
                         "faults: [{kind: link_down, link: 'pod0.plane1.switch0:3', at: 1us}]\n");
  ExpectRefused("run bare.yaml", "bare.yaml:2:9", "need link-level retry");
  Write("flow.yaml", std::string(kPod) +
                         "network: {fidelity: flow}\n"
                         "faults: [{kind: link_down, link: 'pod0.plane1.switch0:3', at: 1us}]\n");
  const CommandResult flow = Linkwright("run flow.yaml");
  EXPECT_EQ(flow.exit_code, 1) << flow.out;
  EXPECT_NE(flow.err.find("link pod0.plane1.switch0:3 went down 1 us after"), std::string::npos)
      << flow.err;
  Write("rtl.yaml", std::string(kPod) + "network: {retry: {rtl_links: [every]}}\n");
  ExpectRefused("run rtl.yaml", "rtl.yaml:2:31", "expected a node and a port");
  Write("large.yaml", "network: {retry: {ack_spacing: 20us, rtl_links: [all]}}\n");
  ExpectRefused("run large.yaml", "large.yaml:1:50", "the RTL has 4096");
}

// A codeword of ten beats that fails costs a saturated link what lies between the first frame that
// it hits and the replay: the NACK is back 2 L + 5 cycles after the frame's first beat, the frame
// under way is finished, the replay takes two more. A NACK that is lost, too, costs the replay
// timer (docs/models/cycle_network.md).
double PredictedGoodput(double bit_error_rate, int64_t latency) {
  const double fails = CodewordFailure(bit_error_rate);
  const double recovery = 5 * std::ceil(static_cast<double>(2 * latency + 6) / 5) + 2;
  const double timer = 2 * (2 * static_cast<double>(latency) + 32 + 18);
  return 1 / (1 + fails / 10 * (recovery + fails * timer));
}

constexpr const char* kRing =
    "pod: {accelerators: 4}\nnetwork: {retry: {}}\n"
    "collective: {algorithm: all_reduce_ring, ranks: 4, size: 8MiB, type: fp32, channels: 8}\n";
constexpr int64_t kChangePs = 20'000'000;

std::string Raised(double bit_error_rate) {
  return "--set \"faults=[{kind: link_errors, at: 20us, links: ['pod0.accelerator1:0'], "
         "bit_error_rate: " +
         std::to_string(bit_error_rate) + "}]\"";
}

TEST(Links, GoodputFallsAsPredictedWhenABitErrorRateRisesDuringACollective) {
  Write("ring.yaml", kRing);
  const nlohmann::json clean = Report("ring.yaml", "clean.json");
  ASSERT_FALSE(clean.empty());
  ExpectEveryReplayExplained(clean);
  EXPECT_EQ(Retry(clean, "frames_damaged"), 0);
  const auto after = [](const nlohmann::json& r) {
    return static_cast<double>(Metric(r, "collective.time") - kChangePs);
  };
  int64_t replays = 0;
  for (const double rate : {1.2e-3, 1.5e-3, 1.8e-3}) {
    const nlohmann::json r = Report("ring.yaml " + Raised(rate), "raised.json");
    ASSERT_FALSE(r.empty());
    ExpectEveryReplayExplained(r);
    EXPECT_GT(Retry(r, "replays"), replays) << "more errors, more replays";
    replays = Retry(r, "replays");
    // What was left to do when the rate rose took longer by one over the goodput.
    const double goodput = after(clean) / after(r);
    const double predicted = PredictedGoodput(rate, Retry(r, "link_latency"));
    std::printf(
        "bit-error rate %g: %lld frames damaged, %lld replays; goodput %.4f, predicted %.4f\n",
        rate, static_cast<long long>(Retry(r, "frames_damaged")), static_cast<long long>(replays),
        goodput, predicted);
    EXPECT_NEAR(goodput, predicted, 0.01) << rate;
    // Nothing happened on other links.
    for (const auto& [name, metric] : r["metrics"].items()) {
      if (!name.ends_with("frames_damaged") || name.find("link0.to_") == std::string::npos)
        continue;
      EXPECT_NE(name.find("accelerator1.link0"), std::string::npos) << name;
    }
  }
}

TEST(Links, AnErrorRateOnTheCommandLineIsAsGoodAsInAFile) {
  Write("plain.yaml",
        "pod: {accelerators: 4}\ncollective: {algorithm: all_reduce_ring, ranks: 4, size: 256KiB, "
        "type: fp32}\n");
  Write("file.yaml", "extends: plain.yaml\nnetwork: {retry: {frame_error_rate: 1e-2}}\n");
  const nlohmann::json file = Report("file.yaml", "file.json");
  const nlohmann::json typed =
      Report("plain.yaml --set network.retry.frame_error_rate=1e-2", "typed.json");
  ASSERT_FALSE(file.empty() || typed.empty());
  EXPECT_GT(Retry(file, "replays"), 0);
  EXPECT_EQ(file["metrics"].dump(), typed["metrics"].dump());
  const nlohmann::json other = Report("file.yaml --seed 2", "other.json");
  EXPECT_NE(Retry(other, "frames_damaged"), Retry(file, "frames_damaged"))
      << "the seed must reach the links";
}

TEST(Links, OneLinkInRtlGivesTheReportOfItsTwin) {
  Write("ring.yaml", kRing);
  const std::string lossy =
      "ring.yaml --set collective.size=1MiB --set network.retry.frame_error_rate=5e-3 --set "
      "network.retry.control_loss_rate=5e-3";
  const nlohmann::json twins = Report(lossy, "twins.json");
  const nlohmann::json one =
      Report(lossy + " --set \"network.retry.rtl_links=['pod0.plane0.switch0:2']\"", "one.json");
  const nlohmann::json all = Report(lossy + " --set network.retry.rtl_links=[all]", "all.json");
  ASSERT_FALSE(twins.empty() || one.empty() || all.empty());
  EXPECT_GT(Retry(twins, "replays"), 20);
  EXPECT_GT(Retry(twins, "timeouts"), 0);
  ExpectEveryReplayExplained(twins);
  EXPECT_EQ(twins["metrics"].dump(), one["metrics"].dump());
  EXPECT_EQ(twins["metrics"].dump(), all["metrics"].dump());
  EXPECT_NE(twins["provenance"]["scenario_hash"], one["provenance"]["scenario_hash"]);
}

TEST(Links, ALinkThatIsDownForAWhileLosesNothingAndOneThatStaysDownIsNamed) {
  Write("ring.yaml", kRing);
  const std::string down =
      "ring.yaml --set collective.size=1MiB --set \"faults=[{kind: link_down, link: "
      "pod0.accelerator1.link0, at: 5us";
  const nlohmann::json r = Report(down + ", lasts: 2us}]\"", "down.json");
  ASSERT_FALSE(r.empty());
  ExpectNothingLost(r);
  EXPECT_GT(Retry(r, "frames_swallowed"), 0);
  const CommandResult result = Linkwright("run " + down + "}]\" --json never.json");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("; pod0.accelerator1.link0 is down since cycle "), std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("pod0.accelerator1.link0 to_switch"), std::string::npos) << result.err;
  EXPECT_EQ(ReadJson("never.json")["status"], "failed");
}

TEST(Links, TheReadyScenarioSaysWhatItsLinkLost) {
  setenv("COLUMNS", "80", 1);  // as the tutorial shows it
  const CommandResult result =
      Linkwright("run '" LINKWRIGHT_SOURCE_DIR
                 "/workloads/scenarios/ring8-failing-link.yaml' --json report.json");
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const nlohmann::json r = ReadJson("report.json");
  ExpectEveryReplayExplained(r);
  EXPECT_NE(result.out.find("Links with retry: "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("were in vain ("), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("pod0.accelerator3.link0.to_switch"), std::string::npos) << result.out;
  const std::string shown = result.out.substr(0, result.out.find("\nmetric"));
  EXPECT_NE(ReadAll(LINKWRIGHT_SOURCE_DIR "/docs/tutorials/a_link_that_fails.md").find(shown),
            std::string::npos)
      << "the tutorial shows what the command said once; it says now:\n"
      << shown;
  EXPECT_EQ(result.out.find("links damage nothing"), std::string::npos) << result.out;
  const double sent = static_cast<double>(Retry(r, "frames_sent"));
  EXPECT_DOUBLE_EQ(r["metrics"]["network.retry.goodput_lost"]["value"].get<double>(),
                   1 - static_cast<double>(Retry(r, "frames_delivered")) / sent);
}

TEST(Links, CreditsInsteadOfPauseFramesLoseNothingAndAreRefusedAtTheirPlace) {
  Write("cbfc.yaml",
        "pod: {ready: eth8}\ncollective: {algorithm: all_to_all_allpairs, size: 256KiB}\nnetwork: "
        "{ethernet: {flow_control: cbfc}}\n");
  const nlohmann::json r = Report("cbfc.yaml", "cbfc.json");
  ASSERT_FALSE(r.empty());
  EXPECT_EQ(Metric(r, "collective.wrong"), 0);
  EXPECT_EQ(Metric(r, "switches.packets_dropped"), 0);
  EXPECT_EQ(Metric(r, "switches.pauses_sent"), 0);
  EXPECT_EQ(Metric(r, "network.retransmissions"), 0);
  Write("name.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbcf}}\n");
  ExpectRefused("run name.yaml", "name.yaml:2:36", "did you mean 'cbfc'?");
  Write("both.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbfc, pfc: false}}\n");
  ExpectRefused("run both.yaml", "both.yaml:2:47", "leave one of them out");
  Write("few.yaml",
        "pod: {ready: eth8}\nnetwork: {ethernet: {flow_control: cbfc, credit_cells: 3}}\n");
  ExpectRefused("run few.yaml", "few.yaml:2:56", "3 credits are too few");
  Write("alone.yaml", "pod: {ready: eth8}\nnetwork: {ethernet: {credit_cells: 300}}\n");
  ExpectRefused("run alone.yaml", "alone.yaml:2:36", "credit_cells is for flow_control: cbfc");
}

TEST(Links, AnEthernetFabricWithRetryIsCorrectOverLinksThatLose) {
  Write("eth.yaml",
        "pod: {ready: eth8}\ncollective: {algorithm: all_reduce_ring, size: 256KiB}\nnetwork: "
        "{retry: {frame_error_rate: 5e-3}}\n");
  const nlohmann::json r = Report("eth.yaml", "eth.json");
  ASSERT_FALSE(r.empty());
  ExpectEveryReplayExplained(r);
  EXPECT_GT(Retry(r, "replays"), 0);
  EXPECT_EQ(Metric(r, "network.timeouts"), 0) << "retry hides what links lose from the transport";
  const nlohmann::json rtl =
      Report("eth.yaml --set \"network.retry.rtl_links=['pod0.accelerator2:0']\"", "rtl.json");
  ASSERT_FALSE(rtl.empty());
  EXPECT_EQ(r["metrics"].dump(), rtl["metrics"].dump());
}

}  // namespace
}  // namespace linkwright::system_test
