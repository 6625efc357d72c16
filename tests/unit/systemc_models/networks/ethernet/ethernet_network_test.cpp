// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/ethernet/ethernet_network.h"

#include <gtest/gtest.h>

#include <numeric>

#include "foundation/diagnostics/check.h"
#include "foundation/diagnostics/diagnostic.h"
#include "tests/unit/systemc_models/networks/cycle/pod_under_test.h"
#include "tests/unit/systemc_models/networks/ethernet/fabric_under_test.h"

namespace linkwright::ethernet {
namespace {

using cycle::Buffer;
using cycle::RandomBytes;
using cycle::Recorder;
using cycle::Write;
using spec::ethernet_switch::DropReason;

// Writes from every accelerator to every other (and itself, if asked), all at once.
struct Exchange {
  std::vector<Buffer> sources, landings;

  Exchange(interfaces::Network& network, size_t bytes, bool self = false) {
    const int n = network.endpoints();
    for (int i = 0; i < n * n; ++i) {
      sources.push_back(RandomBytes(bytes + static_cast<size_t>(i), static_cast<uint64_t>(i)));
      landings.emplace_back(sources.back().size());
    }
    for (int i = 0; i < n * n; ++i) {
      if (i / n == i % n && !self) continue;
      const auto at = static_cast<size_t>(i);
      network.Start(Write(i / n, i % n, sources[at], landings[at], at));
    }
  }
  int Wrong(int n, bool self = false) const {
    int wrong = 0;
    for (int i = 0; i < n * n; ++i) {
      if (i / n == i % n && !self) continue;
      wrong += sources[static_cast<size_t>(i)] == landings[static_cast<size_t>(i)] ? 0 : 1;
    }
    return wrong;
  }
};

uint64_t Sum(EthernetNetwork& network, uint64_t (*of)(const endpoints::RoceNic&)) {
  uint64_t sum = 0;
  for (int a = 0; a < network.endpoints(); ++a) sum += of(network.nic(a));
  return sum;
}

TEST(EthernetNetwork, CarriesWritesOfAnySizeOverOneTier) {
  FabricUnderTest fabric(OneTier(8, 8));
  std::vector<Buffer> sources, landings;
  const std::vector<size_t> sizes = {1, 3, 4, 63, 64, 65, 4095, 4096, 4097, 8192, 8193, 100001};
  for (size_t i = 0; i < sizes.size(); ++i) {
    sources.push_back(RandomBytes(sizes[i], i));
    landings.emplace_back(sizes[i]);
  }
  for (size_t i = 0; i < sizes.size(); ++i) {
    fabric.network().Start(
        Write(static_cast<int>(i) % 8, static_cast<int>(i * 3) % 8, sources[i], landings[i], i));
  }
  Recorder recorder(fabric.network());
  fabric.network().Run(recorder);
  EXPECT_EQ(recorder.events.size(), sizes.size());
  for (size_t i = 0; i < sizes.size(); ++i) EXPECT_EQ(sources[i], landings[i]) << sizes[i];
  EXPECT_EQ(fabric.AllDrops(), 0u);
}

TEST(EthernetNetwork, CarriesAllToAllOverTwoTiersWithoutLossOrDuplicates) {
  for (const int mtu : {1024, 4096}) {
    FabricOptions options;
    options.network.nic.transport.mtu = mtu;
    FabricUnderTest fabric(TwoTiers(16, 4, 4), options);
    Exchange exchange(fabric.network(), 20000, true);
    Recorder recorder(fabric.network());
    fabric.network().Run(recorder);
    EXPECT_EQ(recorder.events.size(), 256u);
    EXPECT_EQ(exchange.Wrong(16, true), 0);
    EXPECT_EQ(fabric.AllDrops(), 0u);
    EXPECT_EQ(Sum(fabric.network(),
                  [](const endpoints::RoceNic& nic) { return nic.sender().retransmissions; }),
              0u);
  }
}

}  // namespace
}  // namespace linkwright::ethernet
