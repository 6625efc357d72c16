// SPDX-License-Identifier: Apache-2.0
// What the queue in front of a transmitter reads from the headers of a frame.
#include "systemc_models/networks/retry/frame_queue.h"

#include <gtest/gtest.h>

#include "systemc_models/traffic/frame_bench.h"
#include "systemc_models/traffic/frame_builder.h"

namespace linkwright::retry {
namespace {

using traffic::FrameBytes;

constexpr int kBytes = 300;

// What is offered when only the first beat of the frame has come.
link::FrameOffer OfferOf(const FrameBytes& frame) {
  ClassOfDscp of_dscp{};
  ClassOfTag of_tag{};
  for (size_t d = 0; d < of_dscp.size(); ++d) of_dscp[d] = static_cast<uint8_t>(d / 8);
  for (size_t t = 0; t < of_tag.size(); ++t) of_tag[t] = static_cast<uint8_t>(t % 8);
  FrameQueue queue(of_dscp, of_tag, 128, "link");
  interfaces::FlitBeat beat;
  traffic::DriveBeat(frame, 0, false, beat);
  queue.Push(beat);
  link::FrameOffer offer;
  queue.Offer(offer);
  return offer;
}

TEST(FrameQueue, ReadsLengthAndClassOfIpFramesTaggedOrNot) {
  for (const int tag : {traffic::kUntagged, 0x3001}) {
    traffic::Ipv4FrameSpec ip;
    ip.tag = tag;
    ip.dscp = 45;
    ip.bytes = kBytes;
    const link::FrameOffer ipv4 = OfferOf(MakeIpv4Frame(ip));
    EXPECT_TRUE(ipv4.flit.valid);
    EXPECT_EQ(ipv4.length, kBytes);
    EXPECT_EQ(ipv4.vc, 5);

    FrameBytes frame = traffic::MakeMacFrame({.tag = tag, .ether_type = 0x86DD, .bytes = kBytes});
    const int at = tag == traffic::kUntagged ? 14 : 18;
    traffic::WriteField(frame, at, 4, 6ULL << 28 | 29ULL << 22 | 1ULL << 20);
    traffic::WriteField(frame, at + 4, 2, static_cast<uint64_t>(kBytes - at - 40 - 4));
    const link::FrameOffer ipv6 = OfferOf(frame);
    EXPECT_TRUE(ipv6.flit.valid);
    EXPECT_EQ(ipv6.length, kBytes);
    EXPECT_EQ(ipv6.vc, 3);
  }
}

TEST(FrameQueue, OtherFramesWaitForTheirTailAndHaveTheClassOfTheirTag) {
  EXPECT_FALSE(OfferOf(traffic::MakeMacFrame({.bytes = kBytes})).flit.valid);
  const link::FrameOffer plain = OfferOf(traffic::MakeMacFrame({.bytes = 64}));
  EXPECT_EQ(plain.length, 64);
  EXPECT_EQ(plain.vc, 0);
  for (const int tag : {0x2001, 0x3001}) {
    FrameBytes frame = traffic::MakeMacFrame({.tag = tag, .bytes = 68});
    frame.resize(64);  // one beat is enough to say it
    EXPECT_EQ(OfferOf(frame).vc, tag >> 12);
  }
}

}  // namespace
}  // namespace linkwright::retry
