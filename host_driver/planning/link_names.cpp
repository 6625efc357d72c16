// SPDX-License-Identifier: Apache-2.0
#include "host_driver/planning/link_names.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::planning {
namespace {

using diagnostics::SourceLocation;
using diagnostics::UserError;
using topology::LinkId;

std::string EndName(const topology::Topology& topology, const topology::Attachment& end) {
  return fmt::format("{}:{}", topology.PathOf(end.node), end.port);
}

struct LinkName {
  std::string path, port, separator;  // no separator: all is path
};

LinkName SplitName(const std::string& name) {
  for (const std::string separator : {":", ".link"}) {
    const size_t at = name.rfind(separator);
    if (at != std::string::npos)
      return {name.substr(0, at), name.substr(at + separator.size()), separator};
  }
  return {name, "", ""};
}

}  // namespace

LinkId LinkNamed(const topology::Topology& topology, const std::string& name,
                 const std::string& what, const SourceLocation& at) {
  const auto [path, port_text, separator] = SplitName(name);
  std::vector<std::string> paths;
  for (size_t i = 0; i < topology.nodes().size(); ++i) {
    const topology::Node& node = topology.nodes()[i];
    paths.push_back(topology.PathOf(static_cast<topology::NodeId>(i)));
    if (separator.empty() || path != paths.back()) continue;
    int port = -1;
    const char* end = port_text.data() + port_text.size();
    const auto parsed = std::from_chars(port_text.data(), end, port);
    const bool good = parsed.ec == std::errc{} && parsed.ptr == end && port >= 0 &&
                      port < node.ports && port_text == std::to_string(port);
    const auto id = static_cast<topology::NodeId>(paths.size() - 1);
    const LinkId link = good ? topology.LinkAt({id, port}) : -1;
    if (link >= 0) return link;
    throw UserError(at, fmt::format("{}: '{}' has no link at port '{}'", what, path, port_text));
  }
  std::string near = diagnostics::Suggest(path, paths);
  if (!near.empty()) near += separator.empty() ? ":0" : separator + port_text;
  throw UserError(at,
                  fmt::format("{}: expected a node and a port, as '{}', found '{}'", what,
                              NameOf(topology, 0), name),
                  near);
}

std::string NameOf(const topology::Topology& topology, LinkId link) {
  return EndName(topology, topology.link(link).a);
}

}  // namespace linkwright::planning
