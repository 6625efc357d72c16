// SPDX-License-Identifier: Apache-2.0
// What pugixml takes without a word is told, at the byte where the text stops being XML.
#include "workloads/formats/well_formed.h"

#include <gtest/gtest.h>

#include "foundation/diagnostics/diagnostic.h"
#include "workloads/formats/xml_source.h"

namespace linkwright::formats {
namespace {

std::string ErrorOf(const std::string& text) {
  try {
    const XmlSource source(text, "f.xml");
  } catch (const diagnostics::UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(WellFormed, OneElementWithAProloguePasses) {
  EXPECT_EQ(FindFault("<?xml version=\"1.0\"?>\n<!-- by hand -->\n<a b='1'>&lt;&#65;</a>\n<!-- end "
                      "-->\n"),
            std::nullopt);
  EXPECT_EQ(FindFault("\xEF\xBB\xBF<a/>"), std::nullopt);
  EXPECT_EQ(FindFault("<!DOCTYPE a><a/>"), std::nullopt);
}

TEST(WellFormed, TextBehindTheRootIsTold) {
  EXPECT_EQ(ErrorOf("<a>\n</a>\n12 checks passed\n"),
            "f.xml:3:1: error: this is not well-formed XML: something stands behind the end of the "
            "outermost element");
  EXPECT_EQ(ErrorOf("<a/><b/>").substr(0, 10), "f.xml:1:5:");
}

TEST(WellFormed, TextBeforeTheRootIsTold) {
  EXPECT_EQ(ErrorOf("compiled in 3 s\n<a/>"),
            "f.xml:1:1: error: this is not well-formed XML: something stands before the first "
            "element");
  EXPECT_EQ(ErrorOf("&#0;<a/>"),
            "f.xml:1:1: error: this is not well-formed XML: something stands before the first "
            "element");
}

TEST(WellFormed, AnAttributeTwiceIsToldAtTheSecond) {
  EXPECT_EQ(ErrorOf("<a>\n <b c='1' d='2' c='3'/>\n</a>"),
            "f.xml:2:17: error: this is not well-formed XML: duplicate attribute");
}

TEST(WellFormed, ReferencesToNothingAreTold) {
  EXPECT_EQ(ErrorOf("<a b='&nothing;'/>"),
            "f.xml:1:1: error: this is not well-formed XML: undefined entity");
  EXPECT_EQ(ErrorOf("<a b='&#27;'/>"),
            "f.xml:1:7: error: this is not well-formed XML: reference to invalid character number");
  EXPECT_NE(ErrorOf("<a b='x & y'/>"), "no error");
  EXPECT_NE(ErrorOf("<a b='x < y'/>"), "no error");
}

TEST(WellFormed, EntitiesOfTheFileAreRefusedBeforeTheyMultiply) {
  EXPECT_EQ(ErrorOf("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>").substr(0, 10), "f.xml:1:25");
  EXPECT_NE(ErrorOf("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>").find("entities declared"),
            std::string::npos);
}

TEST(WellFormed, WhatEndsTooEarlyIsToldAtItsEnd) {
  EXPECT_EQ(ErrorOf("").substr(0, 10), "f.xml:1:1:");
  EXPECT_EQ(ErrorOf("<a>\n<b/>\n").substr(0, 10), "f.xml:3:1:");
  EXPECT_NE(ErrorOf("<a b='1'"), "no error");
  EXPECT_NE(ErrorOf(std::string("<a/>\0", 5)), "no error");
}

TEST(XmlWarnings, OfOneKindAreOneLineWithTheirNumber) {
  Warnings warnings;
  warnings.Add({"f.xml", 2, 3}, "the attribute 'x' is ignored");
  warnings.Add({"f.xml", 4, 3}, "the attribute 'y' is ignored");
  for (int line = 5; line < 8; ++line) {
    warnings.Add({"f.xml", line, 1}, "the attribute 'x' is ignored");
  }
  const auto all = warnings.All();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(diagnostics::ToWarning(all[0]),
            "f.xml:2:3: warning: the attribute 'x' is ignored (here and in 3 more places)");
  EXPECT_EQ(all[1].message, "the attribute 'y' is ignored");
}

TEST(XmlWarnings, AreAtMostSoManyKinds) {
  Warnings warnings;
  for (int i = 0; i < 1000; ++i) warnings.Add({"f.xml", i, 1}, std::to_string(i));
  EXPECT_EQ(warnings.All().size(), Warnings::kKinds);
}

}  // namespace
}  // namespace linkwright::formats
