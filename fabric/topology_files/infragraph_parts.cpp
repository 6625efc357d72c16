// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/infragraph_parts.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <optional>

#include "foundation/diagnostics/suggest.h"

namespace linkwright::topology_files {

using diagnostics::SourceLocation;
using diagnostics::UserError;

namespace {

constexpr int64_t kMostNodes = 1 << 21;

template <class Named>
const Named& Lookup(const std::vector<Named>& list, const std::string& name, const char* what,
                    const SourceLocation& at) {
  std::vector<std::string> names;
  for (const Named& item : list) {
    if (item.name == name) return item;
    names.push_back(item.name);
  }
  throw UserError(at, fmt::format("no {} '{}'", what, name), diagnostics::Suggest(name, names));
}

// "nic[0:4]", "nic[0:8:2]", "nic[3]", or "nic" for all.
struct Slice {
  std::string name;
  std::vector<int> numbers;
};

Slice ReadSlice(const std::string& text, const std::function<int(const std::string&)>& count_of,
                const SourceLocation& at) {
  Slice slice;
  const size_t bracket = text.find('[');
  slice.name = text.substr(0, bracket);
  const int count = count_of(slice.name);
  std::vector<std::optional<int>> fields;
  bool good = true;
  if (bracket != std::string::npos) {
    good = text.back() == ']';
    size_t from = bracket + 1;
    while (good && from < text.size()) {
      const size_t to = text.find_first_of(":]", from);
      if (to == from) {
        fields.emplace_back();
      } else {
        int value = 0;
        const auto parsed = std::from_chars(text.data() + from, text.data() + to, value);
        good = parsed.ec == std::errc{} && parsed.ptr == text.data() + to && value >= 0;
        fields.emplace_back(value);
      }
      from = to + 1;
    }
    good = good && fields.size() <= 3 && (fields.size() > 1 || fields.front());
  }
  int first = 0, last = count, step = 1;
  if (good && fields.size() == 1) {
    first = *fields[0];
    last = first + 1;
  } else if (good && !fields.empty()) {
    first = fields[0].value_or(0);
    last = fields[1].value_or(count);
    step = fields.size() == 3 ? fields[2].value_or(1) : 1;
  }
  if (!good || step < 1 || first >= last || last > count) {
    throw UserError(at, fmt::format("expected a slice of '{}' within 0 to {}, found '{}'",
                                    slice.name, count - 1, text));
  }
  for (int i = first; i < last; i += step) slice.numbers.push_back(i);
  return slice;
}

class InfraGraphWriter {
 public:
  InfraGraphWriter(const Infrastructure& infra, const config::Node& document)
      : infra_(infra), document_(document) {}

  InfraGraphParts Run() {
    MakeVertices();
    for (const Instance& instance : infra_.instances) AddInnerEdges(instance);
    const config::Node* edges = document_.Find("edges");
    for (size_t i = 0; i < infra_.edges.size(); ++i) {
      const Edge& edge = infra_.edges[i];
      const config::Node& at = edges->items()[i];
      Lookup(infra_.links, edge.link, "link", at.LocationOf("link"));
      AddEdges(edge, OuterEnd(edge.ep1, at.LocationOf("ep1")),
               OuterEnd(edge.ep2, at.LocationOf("ep2")), at.location());
    }
    return {std::move(vertices_), std::move(edges_)};
  }

 private:
  void MakeVertices() {
    const config::Node& instances = *document_.Find("instances");
    const config::Node& devices = *document_.Find("devices");
    for (size_t i = 0; i < infra_.instances.size(); ++i) {
      const Instance& instance = infra_.instances[i];
      const Device& device = Lookup(infra_.devices, instance.device, "device",
                                    instances.items()[i].LocationOf("device"));
      const config::Node& components =
          *devices.items()[static_cast<size_t>(&device - infra_.devices.data())].Find("components");
      for (int copy = 0; copy < instance.count; ++copy, ++copies_) {
        for (size_t c = 0; c < device.components.size(); ++c)
          AddComponent(instance.name, copy, device.components[c], components.items()[c]);
      }
    }
  }

  void AddComponent(const std::string& instance, int copy, const Component& component,
                    const config::Node& at) {
    Choice choice = component.choice;
    if (choice == Choice::kDevice)
      throw UserError(at.location(), "devices made of devices are not read");
    if (choice == Choice::kCustom) {
      const std::string type = component.custom ? component.custom->type : component.name;
      if (type.find("switch") == std::string::npos && type.find("asic") == std::string::npos) {
        throw UserError(at.location(), fmt::format("a custom component needs a type that says "
                                                   "switch or asic, found '{}'",
                                                   type));
      }
      choice = Choice::kSwitch;
    }
    for (int n = 0; n < component.count; ++n) {
      std::string name = fmt::format("{}.{}.{}.{}", instance, copy, component.name, n);
      if (!by_name_.emplace(name, static_cast<int>(vertices_.size())).second)
        throw UserError(at.location(), fmt::format("two nodes called '{}'", name));
      vertices_.push_back({.name = std::move(name), .choice = choice, .device = copies_});
    }
    if (static_cast<int64_t>(vertices_.size()) > kMostNodes)
      throw UserError(at.location(), fmt::format("more than {} nodes", kMostNodes));
  }

  int CountOf(const Device& device, const std::string& component, const SourceLocation& at) const {
    return Lookup(device.components, component, "component", at).count;
  }

  std::vector<int> OuterEnd(const EdgeEnd& end, const SourceLocation& at) const {
    if (!end.instance) throw UserError(at, "an edge of the infrastructure needs an instance");
    const Slice instances = ReadSlice(
        *end.instance,
        [&](const std::string& name) {
          return Lookup(infra_.instances, name, "instance", at).count;
        },
        at);
    const Instance& instance = Lookup(infra_.instances, instances.name, "instance", at);
    std::vector<int> found;
    for (const int copy : instances.numbers) {
      for (const int vertex : InnerEnd(instance, copy, end, at)) found.push_back(vertex);
    }
    return found;
  }

  std::vector<int> InnerEnd(const Instance& instance, int copy, const EdgeEnd& end,
                            const SourceLocation& at) const {
    if (end.device) throw UserError(at, "devices made of devices are not read");
    const Device& device = Lookup(infra_.devices, instance.device, "device", at);
    const Slice slice = ReadSlice(
        end.component, [&](const std::string& name) { return CountOf(device, name, at); }, at);
    std::vector<int> found;
    for (const int n : slice.numbers)
      found.push_back(by_name_.at(fmt::format("{}.{}.{}.{}", instance.name, copy, slice.name, n)));
    return found;
  }

  void AddInnerEdges(const Instance& instance) {
    const Device& device = Lookup(infra_.devices, instance.device, "device", {});
    const config::Node* edges = document_.Find("devices")
                                    ->items()[static_cast<size_t>(&device - infra_.devices.data())]
                                    .Find("edges");
    for (size_t i = 0; i < device.edges.size(); ++i) {
      const Edge& edge = device.edges[i];
      const config::Node& at = edges->items()[i];
      Lookup(device.links, edge.link, "link", at.LocationOf("link"));
      for (int copy = 0; copy < instance.count; ++copy) {
        const size_t first = edges_.size();
        AddEdges(edge, InnerEnd(instance, copy, edge.ep1, at.LocationOf("ep1")),
                 InnerEnd(instance, copy, edge.ep2, at.LocationOf("ep2")), at.location());
        for (size_t e = first; e < edges_.size(); ++e) {
          vertices_[static_cast<size_t>(edges_[e].a)].peers_inside.push_back(edges_[e].b);
          vertices_[static_cast<size_t>(edges_[e].b)].peers_inside.push_back(edges_[e].a);
        }
      }
    }
  }

  void AddEdges(const Edge& edge, const std::vector<int>& left, const std::vector<int>& right,
                const SourceLocation& at) {
    const auto add = [&](int a, int b) {
      if (a != b) edges_.push_back({a, b, edge.link, at});
    };
    if (edge.scheme == Scheme::kRing) {
      for (size_t i = 0; i < left.size(); ++i) add(left[i], left[(i + 1) % left.size()]);
    } else if (edge.scheme == Scheme::kManyToMany) {
      for (const int a : left) {
        for (const int b : right) add(a, b);
      }
    } else {
      if (left.size() != right.size()) {
        throw UserError(at, fmt::format("one2one joins equal numbers of endpoints, found {} and {}",
                                        left.size(), right.size()));
      }
      for (size_t i = 0; i < left.size(); ++i) add(left[i], right[i]);
    }
  }

  const Infrastructure& infra_;
  const config::Node& document_;
  std::vector<Vertex> vertices_;
  std::vector<Joined> edges_;
  std::unordered_map<std::string, int> by_name_;
  int copies_ = 0;
};

}  // namespace

InfraGraphParts WriteOut(const Infrastructure& infrastructure, const config::Node& document) {
  return InfraGraphWriter(infrastructure, document).Run();
}

}  // namespace linkwright::topology_files
