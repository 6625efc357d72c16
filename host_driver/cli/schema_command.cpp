// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "fabric/parts/part_fields.h"
#include "host_driver/cli/command.h"
#include "host_driver/regression/regression_file.h"
#include "host_driver/report/terminal.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {
namespace {

struct SchemaOptions {
  std::string what = "scenario";
  bool markdown = false;
};

template <class Root>
void PrintSchema(bool markdown) {
  if (markdown) {
    report::Print("{}", config::ReferenceMarkdown<Root>());
  } else {
    report::Print("{}\n", config::JsonSchema<Root>().dump(2));
  }
}

}  // namespace

void AddSchema(CLI::App& app, Session&) {
  auto options = std::make_shared<SchemaOptions>();
  CLI::App* schema =
      app.add_subcommand("schema", "print the JSON Schema of input files, for editors");
  schema
      ->add_option("WHAT", options->what,
                   "scenario, parts (the files of pod.parts) or regression (of linkwright regress)")
      ->type_name("WHAT")
      ->capture_default_str()
      ->check(CLI::IsMember({"scenario", "parts", "regression"}));
  schema->add_flag("--markdown", options->markdown, "print the reference table instead");
  schema->callback([options] {
    if (options->what == "parts") {
      PrintSchema<parts::Catalog>(options->markdown);
    } else if (options->what == "regression") {
      PrintSchema<regression::RegressionFile>(options->markdown);
    } else {
      PrintSchema<scenario::Scenario>(options->markdown);
    }
  });
}

}  // namespace linkwright::cli
