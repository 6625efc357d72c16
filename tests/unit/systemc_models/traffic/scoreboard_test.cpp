// SPDX-License-Identifier: Apache-2.0
// The judge is judged: every fault that it is there to find, it finds.
#include "systemc_models/traffic/scoreboard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "systemc_models/traffic/port_ends.h"

namespace linkwright::traffic {
namespace {

using spec::scaleup_switch::Operation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Header Write(int src, int dst, int bytes = 128, std::uint64_t address = 0) {
  Header header;
  header.op = Operation::kWrite;
  header.src = static_cast<std::uint16_t>(src);
  header.dst = static_cast<std::uint16_t>(dst);
  header.bytes = static_cast<std::uint16_t>(bytes);
  header.address = address;
  return header;
}

void Arrive(Scoreboard& scoreboard, const Header& header) {
  Delivery delivery;
  delivery.header = header;
  scoreboard.Arrived(delivery);
}

class ScoreboardTest : public testing::Test {
 protected:
  Header Expect(Header header, int copies = 1) {
    scoreboard_.Expect(header, 0, copies);
    return header;
  }
  Scoreboard scoreboard_{4, 16};
};

TEST_F(ScoreboardTest, IsContentWithWhatArrivesOnceAndInOrder) {
  const Header first = Expect(Write(0, 1));
  const Header second = Expect(Write(0, 1));
  Arrive(scoreboard_, first);
  Arrive(scoreboard_, second);
  EXPECT_THAT(scoreboard_.violations(), IsEmpty());
  EXPECT_EQ(scoreboard_.in_flight(), 0);
  EXPECT_EQ(scoreboard_.delivered(), 2);
}

TEST_F(ScoreboardTest, KeepsLostPacketsInFlight) {
  Expect(Write(0, 1));
  EXPECT_EQ(scoreboard_.in_flight(), 1);
}

TEST_F(ScoreboardTest, FindsADoubledPacket) {
  const Header header = Expect(Write(0, 1));
  Arrive(scoreboard_, header);
  Arrive(scoreboard_, header);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("unexpectedly")));
}

TEST_F(ScoreboardTest, FindsAChangedHeader) {
  Header header = Expect(Write(0, 1));
  header.address ^= 1;
  Arrive(scoreboard_, header);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("unexpectedly")));
}

TEST_F(ScoreboardTest, FindsOvertakingWithinARegionOnly) {
  const Header first = Expect(Write(0, 1, 64, 0x100));
  const Header other_region = Expect(Write(0, 1, 64, 0x200));
  const Header same_region = Expect(Write(0, 1, 64, 0x180));
  Arrive(scoreboard_, other_region);
  EXPECT_THAT(scoreboard_.violations(), IsEmpty());
  Arrive(scoreboard_, same_region);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("out of order")));
  Arrive(scoreboard_, first);
}

TEST_F(ScoreboardTest, CountsTheCopiesOfAMulticast) {
  Header header = Write(0, 0);
  header.op = Operation::kMulticastWrite;
  header = Expect(header, 2);
  Arrive(scoreboard_, header);
  Arrive(scoreboard_, header);
  EXPECT_THAT(scoreboard_.violations(), IsEmpty());
  Arrive(scoreboard_, header);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("unexpectedly")));
}

// A receiver that is shown the flits of one packet, with one fault.
class ReceiverTest : public ScoreboardTest {
 protected:
  void Show(const FlitData& data, bool head, bool tail) {
    receiver_.Take(now_++, 1, {data, true, head, tail}, scoreboard_);
  }
  Receiver receiver_;
  std::int64_t now_ = 0;
  Header header_ = Expect(Write(0, 1));  // two data flits
};

TEST_F(ReceiverTest, TakesAWholePacket) {
  Show(Pack(header_), true, false);
  Show(Payload(0, header_.tag, 0), false, false);
  Show(Payload(0, header_.tag, 1), false, true);
  EXPECT_THAT(scoreboard_.violations(), IsEmpty());
  EXPECT_EQ(scoreboard_.delivered(), 1);
}

TEST_F(ReceiverTest, FindsForeignPayload) {
  Show(Pack(header_), true, false);
  Show(Payload(0, header_.tag, 1), false, false);  // the second flit first
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("foreign payload")));
}

TEST_F(ReceiverTest, FindsInterleavedPackets) {
  const Header other = Expect(Write(2, 1));
  Show(Pack(header_), true, false);
  Show(Pack(other), true, false);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("not contiguous")));
}

TEST_F(ReceiverTest, FindsAMisplacedTail) {
  Show(Pack(header_), true, true);
  EXPECT_THAT(scoreboard_.violations(), ElementsAre(HasSubstr("tail misplaced")));
}

TEST(SenderTest, NeverStartsAPacketWithoutCredit) {
  Scoreboard scoreboard(1, 16);
  Sender sender;
  Header header = Write(0, 0, 64);
  scoreboard.Expect(header, 0);
  sender.Offer(header);
  interfaces::FlitBeat wires;
  sender.Drive(0, wires, scoreboard);
  EXPECT_FALSE(wires.valid);
  sender.TakeCredit({true, 0, 1});
  sender.Drive(1, wires, scoreboard);
  EXPECT_TRUE(wires.valid && wires.head);
  EXPECT_EQ(sender.Credits(0), 0);
}

}  // namespace
}  // namespace linkwright::traffic
