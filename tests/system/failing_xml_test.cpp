// SPDX-License-Identifier: Apache-2.0
// Cases 4, 13 and 15: MSCCL files that are not what their name says, or are.
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

TEST(FailingInput15, AnMscclFileIsReadWhateverItsNameEndsIn) {
  const std::string two =
      ReadAll(fs::path(LINKWRIGHT_SOURCE_DIR) / "tests/system/inputs/trail.xml");
  const std::string good = two.substr(0, two.rfind('>') + 1);
  for (const char* name : {"RING.XML", "ring.msccl"}) {
    Write(name, good);
    const CommandResult result = Linkwright(Bench(name));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(Linkwright(std::string("explain ") + name).exit_code, 0);
  }
  ExpectRefused(Bench("missing.msccl"), "missing.msccl", "No such file");
  Write("s.msccl", "collective: {ranks: 4}\n");
  ExpectRefused(Bench("s.msccl"), "s.msccl:1:1", "something stands before the first element");
}

}  // namespace
}  // namespace linkwright::system_test
