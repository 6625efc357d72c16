// SPDX-License-Identifier: Apache-2.0
// Cases 4 and 13: MSCCL files that are not what their name says.
#include "tests/system/failing_inputs.h"

namespace linkwright::system_test {
namespace {

std::string Bench(const std::string& file) {
  return "bench --algorithm " + file + " --sizes 1KiB --fidelity flow";
}

TEST(FailingInput04, TextBehindTheRootIsToldAtItsFirstByte) {
  ExpectRefused(Bench(Input("trail.xml")), "trail.xml:47:1",
                "this is not well-formed XML: something stands behind the end of the outermost "
                "element");
}

TEST(FailingInput04, TextBeforeTheRootIsToldAtItsFirstByte) {
  ExpectRefused(Bench(Input("before.xml")), "before.xml:1:1",
                "this is not well-formed XML: something stands before the first element");
}

TEST(FailingInput04, AnAttributeTwiceIsToldAtTheSecond) {
  ExpectRefused(Bench(Input("twice.xml")), "twice.xml:1:32",
                "this is not well-formed XML: duplicate attribute");
}

TEST(FailingInput13, AThousandMissingRanksAreOneLine) {
  const CommandResult result = Linkwright(Bench(Input("empty1024.xml")));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(LinesOf(result.err), 1) << result.err;
  EXPECT_NE(result.err.find("ngpus is 1024, but there is no <gpu> for ranks 0 to 1023"),
            std::string::npos)
      << result.err;
}

}  // namespace
}  // namespace linkwright::system_test
