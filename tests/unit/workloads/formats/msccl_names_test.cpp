// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/msccl_names.h"

#include <gtest/gtest.h>

#include <numeric>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/formats/msccl_xml.h"

namespace linkwright::formats {
namespace {

TEST(RanksText, JoinsNeighbours) {
  EXPECT_EQ(RanksText({3}), "rank 3");
  EXPECT_EQ(RanksText({0, 1, 2, 3}), "ranks 0 to 3");
  EXPECT_EQ(RanksText({0, 2, 3, 7}), "ranks 0, 2 to 3 and 7");
}

TEST(RanksText, NamesEightPiecesAtMost) {
  std::vector<int> odd;
  for (int i = 1; i < 40; i += 2) odd.push_back(i);
  EXPECT_EQ(RanksText(odd), "ranks 1, 3, 5, 7, 9, 11, 13, 15 and others");
}

TEST(MscclXmlError, MissingRanksAreOneLine) {
  try {
    ParseMscclXml(
        "<algo name=\"a\" proto=\"Simple\" nchannels=\"1\" nchunksperloop=\"1\" ngpus=\"1024\" "
        "coll=\"alltoall\" inplace=\"0\"></algo>",
        "f.xml");
    FAIL() << "no error";
  } catch (const diagnostics::UserError& error) {
    EXPECT_STREQ(error.what(),
                 "f.xml:1:64: error: ngpus is 1024, but there is no <gpu> for ranks 0 to 1023");
  }
}

}  // namespace
}  // namespace linkwright::formats
