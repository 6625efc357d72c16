// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/register_oracle.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace linkwright::fuzz {
namespace {

std::string Text(const YAML::Node& node, const char* key, const std::string& otherwise) {
  return node[key] ? node[key].as<std::string>() : otherwise;
}

}  // namespace

std::uint32_t RegisterOracle::Number(const std::string& text) const {
  if (std::isdigit(static_cast<unsigned char>(text.front())) != 0) {
    return static_cast<std::uint32_t>(std::stoul(text, nullptr, 0));
  }
  return static_cast<std::uint32_t>(std::stoul(parameters_.at(text), nullptr, 0));
}

RegisterOracle::RegisterOracle(const std::string& specification, const std::string& variant) {
  const YAML::Node spec = YAML::LoadFile(specification);
  for (const YAML::Node& known : spec["variants"]) {
    if (known["name"].as<std::string>() != variant) continue;
    for (const auto& entry : known) {
      parameters_[entry.first.as<std::string>()] = entry.second.as<std::string>();
    }
  }
  parameters_["identity"] = spec["identity"].as<std::string>();
  parameters_["version"] = spec["version"].as<std::string>();
  const std::map<std::string, Access> accesses = {{"ro", Access::kReadOnly},
                                                  {"rw", Access::kReadWrite},
                                                  {"w1c", Access::kWriteOneClears},
                                                  {"wo", Access::kWriteOnly},
                                                  {"counter", Access::kCounter}};
  const std::uint32_t ports = Number("Ports");
  const std::uint32_t port_stride = Number(spec["port_stride"].as<std::string>());
  for (const YAML::Node& node : spec["registers"]) {
    Register reg;
    reg.name = node["name"].as<std::string>();
    reg.access = accesses.at(node["access"].as<std::string>());
    reg.bits = static_cast<int>(Number(Text(node, "bits", "32")));
    reg.reset = Number(Text(node, "reset", "0"));
    const auto constant = parameters_.find(Text(node, "value", ""));
    if (constant != parameters_.end() && std::isdigit(constant->second[0]) != 0) {
      reg.constant = Number(constant->first);
    }
    std::uint32_t elements = Number(Text(node, "count", "1"));
    if (node["count_param"]) elements = Number(node["count_param"].as<std::string>());
    const std::uint32_t stride = Number(Text(node, "stride", "0"));
    // Words of an element: of a mask of ports (the scale-up switch keeps those of ports that do not
    // exist, the Ethernet switch does not), or one of each virtual channel.
    std::uint32_t words = Number(Text(node, "words", "1"));
    if (node["words"] && spec["interface"]) words = (ports + 31) / 32;
    if (node["per_vc"]) words = Number("VirtualChannels");
    const std::uint32_t copies = node["per_port"] ? ports : 1;
    const std::uint32_t base = Number(node["address"].as<std::string>());
    words_.emplace_back();
    for (std::uint32_t copy = 0; copy < copies; ++copy) {
      for (std::uint32_t element = 0; element < elements; ++element) {
        for (std::uint32_t word = 0; word < words; ++word) {
          const std::uint32_t address = base + copy * port_stride + element * stride + 4 * word;
          at_[address] = registers_.size();
          words_.back().push_back(address);
        }
      }
    }
    registers_.push_back(reg);
  }
}

std::uint32_t RegisterOracle::Stored(const Register& reg, std::uint32_t data) const {
  if (reg.bits < 32 && bits_cut_) data &= (1U << reg.bits) - 1;
  if (reg.name == "ITERATIONS") data = std::clamp(data, 1U, Number("MaxIterations"));
  return data;
}

RegisterOracle::Answer RegisterOracle::Expect(bool write, std::uint32_t address,
                                              std::uint32_t data) {
  if (!misaligned_refused_) address &= ~3U;
  const auto found = at_.find(address);
  if (found == at_.end()) return {true, 0};
  const Register& reg = registers_[found->second];
  if (write) {
    if (reg.access == Access::kReadOnly && read_only_refused_) return {true, 0};
    if (reg.access == Access::kReadWrite) written_[address] = Stored(reg, data);
    return {false, std::nullopt};
  }
  if (reg.access == Access::kWriteOnly) return {false, 0};
  if (reg.access == Access::kReadOnly) return {false, reg.constant};
  if (reg.access != Access::kReadWrite) return {false, std::nullopt};
  const auto written = written_.find(address);
  return {false, written == written_.end() ? reg.reset : written->second};
}

bool RegisterOracle::PlantFault(std::string_view name) {
  if (name == "bits_not_cut") return bits_cut_ = false, true;
  if (name == "read_only_written") return read_only_refused_ = false, true;
  if (name == "misaligned_mapped") return misaligned_refused_ = false, true;
  return false;
}

}  // namespace linkwright::fuzz
