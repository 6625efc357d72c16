// SPDX-License-Identifier: Apache-2.0
// What a register bus must answer, read from the specification (rtl/spec/*.yaml) itself and not
// from anything generated out of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace linkwright::fuzz {

class RegisterOracle {
 public:
  /// Throws YAML::Exception if the file is not a specification, std::out_of_range if it does not
  /// know the variant.
  RegisterOracle(const std::string& specification, const std::string& variant);

  struct Answer {
    bool error = false;
    std::optional<std::uint32_t> data;  // empty: the hardware's business
  };
  /// Of one access; a write is remembered.
  Answer Expect(bool write, std::uint32_t address, std::uint32_t data);
  /// The switch was reset.
  void Reset() { written_.clear(); }

  /// Addresses of the words of every register, register by register.
  const std::vector<std::vector<std::uint32_t>>& words() const { return words_; }
  bool PlantFault(std::string_view name);

 private:
  enum class Access { kReadOnly, kReadWrite, kWriteOneClears, kWriteOnly, kCounter };
  struct Register {
    std::string name;
    Access access = Access::kReadOnly;
    int bits = 32;
    std::uint32_t reset = 0;
    std::optional<std::uint32_t> constant;
  };
  std::uint32_t Number(const std::string& text) const;
  std::uint32_t Stored(const Register& reg, std::uint32_t data) const;

  std::map<std::string, std::string> parameters_;
  std::vector<Register> registers_;
  std::vector<std::vector<std::uint32_t>> words_;
  std::unordered_map<std::uint32_t, std::size_t> at_;         // looked up only
  std::unordered_map<std::uint32_t, std::uint32_t> written_;  // looked up only
  bool bits_cut_ = true, read_only_refused_ = true, misaligned_refused_ = true;
};

}  // namespace linkwright::fuzz
