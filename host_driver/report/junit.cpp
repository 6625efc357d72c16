// SPDX-License-Identifier: Apache-2.0
#include "host_driver/report/junit.h"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "foundation/diagnostics/printable.h"

namespace linkwright::report {
namespace {

void Attribute(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(diagnostics::Printable(value).c_str());
}

void AddCase(pugi::xml_node suite, const JUnitCase& test) {
  pugi::xml_node node = suite.append_child("testcase");
  Attribute(node, "classname", test.class_name);
  Attribute(node, "name", test.name);
  Attribute(node, "time", fmt::format("{:.3f}", test.seconds));
  if (!test.failure.empty()) {
    pugi::xml_node failure = node.append_child("failure");
    Attribute(failure, "message", test.failure);
    failure.text().set(diagnostics::Printable(test.details).c_str());
  } else if (!test.skipped.empty()) {
    Attribute(node.append_child("skipped"), "message", test.skipped);
  }
}

void AddCounts(pugi::xml_node node, const JUnitSuite& suite) {
  double seconds = 0;
  size_t failures = 0, skipped = 0;
  for (const JUnitCase& test : suite.cases) {
    seconds += test.seconds;
    failures += !test.failure.empty();
    skipped += test.failure.empty() && !test.skipped.empty();
  }
  Attribute(node, "tests", std::to_string(suite.cases.size()));
  Attribute(node, "failures", std::to_string(failures));
  Attribute(node, "errors", "0");
  Attribute(node, "skipped", std::to_string(skipped));
  Attribute(node, "time", fmt::format("{:.3f}", seconds));
}

}  // namespace

std::string JUnitText(const JUnitSuite& suite) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node all = document.append_child("testsuites");
  AddCounts(all, suite);
  pugi::xml_node node = all.append_child("testsuite");
  Attribute(node, "name", suite.name);
  AddCounts(node, suite);
  if (!suite.timestamp.empty()) Attribute(node, "timestamp", suite.timestamp);
  if (!suite.properties.empty()) {
    pugi::xml_node properties = node.append_child("properties");
    for (const auto& [name, value] : suite.properties) {
      pugi::xml_node property = properties.append_child("property");
      Attribute(property, "name", name);
      Attribute(property, "value", value);
    }
  }
  for (const JUnitCase& test : suite.cases) AddCase(node, test);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace linkwright::report
