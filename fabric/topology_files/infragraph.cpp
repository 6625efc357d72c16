// SPDX-License-Identifier: Apache-2.0
#include "fabric/topology_files/infragraph.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <unordered_map>

#include "fabric/topology/assembly.h"
#include "fabric/topology_files/infragraph_fields.h"
#include "foundation/config/config.h"
#include "foundation/diagnostics/suggest.h"

namespace linkwright::topology_files {

using diagnostics::SourceLocation;
using diagnostics::UserError;
using topology::Domain;
using topology::NodeId;
using topology::NodeKind;

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

class InfraGraphReader {
 public:
  InfraGraphReader(const Infrastructure& infra, const config::Node& document)
      : infra_(infra), document_(document) {}

  topology::Topology Run() {
    MakeVertices();
    for (size_t i = 0; i < infra_.instances.size(); ++i) AddInnerEdges(infra_.instances[i]);
    const config::Node* edges = document_.Find("edges");
    for (size_t i = 0; i < infra_.edges.size(); ++i) {
      const Edge& edge = infra_.edges[i];
      const config::Node& at = edges->items()[i];
      Lookup(infra_.links, edge.link, "link", at.LocationOf("link"));
      AddEdges(edge, OuterEnd(edge.ep1, at.LocationOf("ep1")),
               OuterEnd(edge.ep2, at.LocationOf("ep2")), at.location());
    }
    MergePorts();
    ChooseDomains();
    return Assemble();
  }

 private:
  struct Vertex {
    std::string name;
    Choice choice = Choice::kXpu;
    int device = 0;     // which copy of a device it is in
    int merged = -1;    // a port: into this vertex
    bool host = false;  // a switch between NICs and processors of one device
    std::vector<int> peers_inside;
  };
  struct Joined {
    int a = 0, b = 0;
    std::string link;
    SourceLocation at;
  };

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

  // A port belongs to what it is joined to in its device, or to the only other component there.
  void MergePorts() {
    std::map<int, std::vector<int>> others;  // by device: components that are no ports
    for (size_t v = 0; v < vertices_.size(); ++v) {
      if (vertices_[v].choice != Choice::kPort && vertices_[v].choice != Choice::kMemory)
        others[vertices_[v].device].push_back(static_cast<int>(v));
    }
    for (Vertex& vertex : vertices_) {
      if (vertex.choice != Choice::kPort) continue;
      const auto& rest = others[vertex.device];
      if (!vertex.peers_inside.empty()) {
        vertex.merged = vertex.peers_inside.front();
      } else if (rest.size() == 1) {
        vertex.merged = rest.front();
      } else {
        throw UserError(document_.location(),
                        fmt::format("port '{}' is joined to nothing in its device", vertex.name));
      }
    }
  }

  int Target(int vertex) const {
    const int merged = vertices_[static_cast<size_t>(vertex)].merged;
    return merged >= 0 ? merged : vertex;
  }
  Choice ChoiceOf(int vertex) const { return vertices_[static_cast<size_t>(vertex)].choice; }

  void ChooseDomains() {
    for (Vertex& vertex : vertices_) {
      const auto has = [&](Choice choice) {
        return std::any_of(vertex.peers_inside.begin(), vertex.peers_inside.end(),
                           [&](int peer) { return ChoiceOf(peer) == choice; });
      };
      vertex.host = vertex.choice == Choice::kSwitch && (has(Choice::kCpu) || has(Choice::kNic));
    }
    // Switches that are joined are of one domain.
    group_.resize(vertices_.size());
    std::iota(group_.begin(), group_.end(), 0);
    for (const Joined& edge : edges_) {
      if (IsSwitch(Target(edge.a)) && IsSwitch(Target(edge.b)))
        group_[static_cast<size_t>(Group(Target(edge.a)))] = Group(Target(edge.b));
    }
    out_.assign(vertices_.size(), 0);
    for (const Joined& edge : edges_) {
      for (const auto& [end, peer] : {std::pair(edge.a, edge.b), std::pair(edge.b, edge.a)}) {
        if (IsSwitch(Target(end)) && ChoiceOf(Target(peer)) == Choice::kNic)
          out_[static_cast<size_t>(Group(Target(end)))] = 1;
      }
    }
  }

  bool IsSwitch(int vertex) const {
    const Vertex& v = vertices_[static_cast<size_t>(vertex)];
    return v.choice == Choice::kSwitch && !v.host;
  }
  int Group(int vertex) {
    while (group_[static_cast<size_t>(vertex)] != vertex) {
      int& up = group_[static_cast<size_t>(vertex)];
      up = group_[static_cast<size_t>(up)];
      vertex = up;
    }
    return vertex;
  }
  Domain DomainOf(int vertex) {
    return out_[static_cast<size_t>(Group(vertex))] != 0 ? Domain::kScaleOut : Domain::kScaleUp;
  }

  Domain DomainOf(const Joined& edge) {
    const int a = Target(edge.a), b = Target(edge.b);
    if (IsSwitch(a)) return DomainOf(a);
    if (IsSwitch(b)) return DomainOf(b);
    if (ChoiceOf(a) == Choice::kXpu && ChoiceOf(b) == Choice::kXpu) return Domain::kScaleUp;
    return ChoiceOf(a) == Choice::kNic && ChoiceOf(b) == Choice::kNic ? Domain::kScaleOut
                                                                      : Domain::kHost;
  }

  // Links away from the nearest node that is no switch.
  std::vector<int> Tiers(const std::vector<Joined>& links) const {
    std::vector<std::vector<int>> peers(vertices_.size());
    for (const Joined& edge : links) {
      peers[static_cast<size_t>(edge.a)].push_back(edge.b);
      peers[static_cast<size_t>(edge.b)].push_back(edge.a);
    }
    std::vector<int> tiers(vertices_.size(), 0), queue;
    for (size_t v = 0; v < vertices_.size(); ++v) {
      if (!IsSwitch(static_cast<int>(v))) queue.push_back(static_cast<int>(v));
    }
    for (size_t next = 0; next < queue.size(); ++next) {
      const auto at = static_cast<size_t>(queue[next]);
      for (const int peer : peers[at]) {
        if (!IsSwitch(peer) || tiers[static_cast<size_t>(peer)] > 0) continue;
        tiers[static_cast<size_t>(peer)] = std::min(tiers[at] + 1, 255);
        queue.push_back(peer);
      }
    }
    return tiers;
  }

  topology::Topology Assemble() {
    std::vector<Joined> links;
    std::vector<int> ports(vertices_.size(), 0);
    for (const Joined& edge : edges_) {
      const int a = Target(edge.a), b = Target(edge.b);
      if (a == b || ChoiceOf(a) == Choice::kMemory || ChoiceOf(b) == Choice::kMemory) continue;
      links.push_back({a, b, edge.link, edge.at});
      ++ports[static_cast<size_t>(a)];
      ++ports[static_cast<size_t>(b)];
    }
    const std::vector<int> tiers = Tiers(links);
    topology::Assembly assembly(infra_.name);
    std::vector<NodeId> node(vertices_.size(), -1);
    for (size_t v = 0; v < vertices_.size(); ++v) {
      const Vertex& vertex = vertices_[v];
      if (vertex.choice == Choice::kPort || vertex.choice == Choice::kMemory) continue;
      const bool is_switch = IsSwitch(static_cast<int>(v));
      const NodeKind kind = is_switch                       ? NodeKind::kSwitch
                            : vertex.choice == Choice::kXpu ? NodeKind::kAccelerator
                            : vertex.choice == Choice::kNic ? NodeKind::kNic
                                                            : NodeKind::kHost;
      node[v] = assembly.Add({.kind = kind,
                              .domain = is_switch ? DomainOf(static_cast<int>(v)) : Domain::kHost,
                              .tier = is_switch ? std::max(tiers[v], 1) : 0,
                              .plane = is_switch ? 0 : -1,
                              .ports = ports[v],
                              .scope = vertex.name});
    }
    for (const Joined& edge : links) {
      // The end nearer to accelerators comes first.
      const bool turn = tiers[static_cast<size_t>(edge.a)] > tiers[static_cast<size_t>(edge.b)];
      const NodeId a = node[static_cast<size_t>(turn ? edge.b : edge.a)];
      const NodeId b = node[static_cast<size_t>(turn ? edge.a : edge.b)];
      assembly.Join(a, b, {.domain = DomainOf(edge), .part = edge.link});
    }
    return assembly.Build();
  }

  const Infrastructure& infra_;
  const config::Node& document_;
  std::vector<Vertex> vertices_;
  std::vector<Joined> edges_;
  std::unordered_map<std::string, int> by_name_;
  std::vector<int> group_;
  std::vector<uint8_t> out_;
  int copies_ = 0;
};

}  // namespace

bool IsInfraGraph(const config::Node& document) {
  if (document.Find("infrastructure") != nullptr) return true;
  return document.Find("devices") != nullptr && document.Find("instances") != nullptr;
}

topology::Topology ReadInfraGraph(const config::Node& document) {
  const config::Node* inner = document.Find("infrastructure");
  const config::Node& root = inner != nullptr ? *inner : document;
  diagnostics::Diagnostics problems;
  const auto infra = config::Read<Infrastructure>(root, problems);
  problems.ThrowIfAny();
  return InfraGraphReader(infra, root).Run();
}

}  // namespace linkwright::topology_files
