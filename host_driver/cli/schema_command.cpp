// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "host_driver/cli/command.h"
#include "host_driver/scenario/scenario.h"

namespace linkwright::cli {

void AddSchema(CLI::App& app, Session&) {
  auto markdown = std::make_shared<bool>(false);
  CLI::App* schema =
      app.add_subcommand("schema", "print the JSON Schema of scenario files, for editors");
  schema->add_flag("--markdown", *markdown, "print the reference table instead");
  schema->callback([markdown] {
    if (*markdown) {
      fmt::print("{}", config::ReferenceMarkdown<scenario::Scenario>());
    } else {
      fmt::print("{}\n", config::JsonSchema<scenario::Scenario>().dump(2));
    }
  });
}

}  // namespace linkwright::cli
