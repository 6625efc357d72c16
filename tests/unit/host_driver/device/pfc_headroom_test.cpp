// SPDX-License-Identifier: Apache-2.0
// The arithmetic of headroom; that it is exactly enough is shown by tests/validation.
#include "host_driver/device/pfc_headroom.h"

#include <gtest/gtest.h>

namespace linkwright::device {
namespace {

namespace es = spec::ethernet_switch;

const es::Variant& P8() { return *es::FindVariant("p8"); }

int Cells(const PfcLink& link) { return HeadroomForAnyFrames(link).cells; }

// Two cables of 84 ticks are 84 frames of 84 bytes on a line of 42 bytes per tick.
TEST(PfcHeadroom, GrowsByTwoLineTimesPerTickOfCable) {
  EXPECT_EQ(Cells(LinkToNic(P8(), 94, 4174)), Cells(LinkToNic(P8(), 10, 4174)) + 84);
  EXPECT_EQ(Cells(LinkToSwitch(P8(), 10, 4174, 30)), Cells(LinkToSwitch(P8(), 10, 4174, 0)) + 15);
}

// A switch heeds a PFC frame a tick later and has then chosen another frame: 42 + 84 bytes.
TEST(PfcHeadroom, ASwitchAsPeerCostsThreeHalvesOfAFrameMore) {
  for (int latency = 1; latency < 50; ++latency) {
    const int nic = Cells(LinkToNic(P8(), latency, 4174));
    const int fabric = Cells(LinkToSwitch(P8(), latency, 4174, 0));
    EXPECT_GE(fabric - nic, 1) << latency;
    EXPECT_LE(fabric - nic, 2) << latency;
  }
}

TEST(PfcHeadroom, WindowIsTheLoopAndTheWaitForTheLine) {
  const Headroom nic = HeadroomForAnyFrames(LinkToNic(P8(), 10, 4174));
  EXPECT_EQ(nic.wait, 1 + (4174 + 103) / 42);
  EXPECT_EQ(nic.window, 10 + 10 + 3 + 2 + 1 + nic.wait);
}

// A frame that is still arriving may leave the line empty for a while before it is given up.
TEST(PfcHeadroom, CuttingThroughCostsTheTicksUntilAFrameIsGivenUp) {
  PfcLink link = LinkToNic(P8(), 10, 4174);
  const Headroom stored = HeadroomForAnyFrames(link);
  link.cuts_through = true;
  const Headroom cut = HeadroomForAnyFrames(link);
  EXPECT_EQ(cut.wait, stored.wait + es::kPauseWaitTicks + 2);
  EXPECT_EQ(cut.cells, stored.cells + 5) << "ten ticks of 42 bytes, frames of 84";
  link.largest_frame = link.smallest_frame = 1518;
  const int uniform = HeadroomForUniformFrames(link).wait;
  link.cuts_through = false;
  EXPECT_EQ(uniform, HeadroomForUniformFrames(link).wait + es::kPauseWaitTicks + 2);
}

// The worst frames hold one byte more than whole cells, or are the smallest.
TEST(PfcHeadroom, CountsCellsForTheWorstSizeOfFrame) {
  PfcLink link = LinkToNic(P8(), 10, 4174);
  const int64_t bytes = int64_t{HeadroomForAnyFrames(link).window + 1} * 42 - 1;
  EXPECT_EQ(Cells(link), 2 + (bytes - 42) / 84);  // 64 of 256 bytes, behind the tail of a frame
  link.cell_beats = 2;
  EXPECT_EQ(Cells(link), 2 + (bytes - 42) * 2 / 149);  // 129 of 128
  link.smallest_frame = 4174;
  EXPECT_EQ(Cells(link), 1 + 33 + (bytes - 4117) * 33 / 4194);
}

TEST(PfcHeadroom, ACellTakesATickAtLeast) {
  const es::Variant& wide = *es::FindVariant("p8_wide");
  const Headroom headroom = HeadroomForAnyFrames(LinkToNic(wide, 10, 4174));
  EXPECT_EQ(headroom.cells, headroom.window);
}

TEST(PfcHeadroom, OfAnyFramesIsNeverLessThanOfFramesOfOneSize) {
  for (const es::Variant& variant : es::Variants()) {
    for (const int latency : {1, 31}) {
      for (int bytes = 64; bytes <= 9216; bytes += bytes < 600 ? 7 : 367) {
        PfcLink link = LinkToNic(variant, latency, bytes);
        if (bytes + 20 < variant.line_bytes * ((bytes + 63) / 64)) continue;
        for (const bool tail : {false, true}) {
          link.chooses_at_tail = tail;
          link.smallest_frame = 64;
          const Headroom any = HeadroomForAnyFrames(link);
          const UniformHeadroom uniform = HeadroomForUniformFrames(link);
          EXPECT_LE(uniform.wait, any.wait) << variant.name << ' ' << bytes;
          EXPECT_LE(uniform.cells, any.cells) << variant.name << ' ' << bytes << ' ' << latency;
          link.smallest_frame = bytes;
          const int same = HeadroomForAnyFrames(link).cells;
          EXPECT_LE(uniform.cells, same) << variant.name << ' ' << bytes << ' ' << latency;
        }
      }
    }
  }
}

}  // namespace
}  // namespace linkwright::device
