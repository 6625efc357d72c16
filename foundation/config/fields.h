// SPDX-License-Identifier: Apache-2.0
// The visitor that Describe<T>::Fields fills: one typed entry per field, with its constraints.
#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/config/scalar_codec.h"

namespace linkwright::config {

namespace internal {

/// Element<M>: what Range and Check of a field of type M look at; optionals, lists and maps are
/// looked through.
template <class M>
struct ElementOf {
  using Type = M;
  template <class Visit>
  static void ForEach(const M& value, const Node& node, std::string_view name, Visit visit) {
    visit(value, node, name);
  }
};
template <class M>
struct ElementOf<std::optional<M>> {
  using Type = typename ElementOf<M>::Type;
  template <class Visit>
  static void ForEach(const std::optional<M>& value, const Node& node, std::string_view name,
                      Visit visit) {
    if (value) ElementOf<M>::ForEach(*value, node, name, visit);
  }
};
template <class M>
struct ElementOf<std::vector<M>> {
  using Type = typename ElementOf<M>::Type;
  template <class Visit>
  static void ForEach(const std::vector<M>& values, const Node& node, std::string_view name,
                      Visit visit) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      ElementOf<M>::ForEach(values[i], node.items()[i],
                            std::string(name) + "[" + std::to_string(i) + "]", visit);
    }
  }
};
template <class M>
struct ElementOf<std::map<std::string, M>> {
  using Type = typename ElementOf<M>::Type;
  template <class Visit>
  static void ForEach(const std::map<std::string, M>& values, const Node& node,
                      std::string_view name, Visit visit) {
    for (const auto& [key, value] : values) {
      ElementOf<M>::ForEach(value, *node.Find(key), std::string(name) + "." + key, visit);
    }
  }
};

template <class M>
inline constexpr bool kIsOptional = false;
template <class M>
inline constexpr bool kIsOptional<std::optional<M>> = true;

}  // namespace internal

/// One field of T, whatever its type.
template <class T>
class FieldBase {
 public:
  FieldBase(std::string name, std::string doc) : name_(std::move(name)), doc_(std::move(doc)) {}
  virtual ~FieldBase() = default;

  const std::string& name() const { return name_; }
  const std::string& doc() const { return doc_; }
  bool required() const { return required_; }
  /// "1 to 8", "a power of two"; empty when anything goes.
  const std::string& limits() const { return limits_; }

  /// Reads and checks; reports and returns false when the value is refused.
  virtual bool Read(const Node& node, T& out, Diagnostics& diagnostics) const = 0;
  /// Null for an absent optional.
  virtual Json Write(const T& object) const = 0;
  virtual Json Schema(Catalog& catalog) const = 0;
  virtual std::string TypeName() const = 0;
  virtual void Collect(Catalog& catalog) const = 0;

 protected:
  void AddLimit(const std::string& text) { limits_ += (limits_.empty() ? "" : "; ") + text; }

  std::string name_;
  std::string doc_;
  bool required_ = false;
  std::string limits_;
};

template <class T, class Owner, class M>
class TypedField final : public FieldBase<T> {
 public:
  using Element = typename internal::ElementOf<M>::Type;

  TypedField(std::string name, M Owner::*member, std::string doc)
      : FieldBase<T>(std::move(name), std::move(doc)), member_(member) {}

  /// The key must be given.
  TypedField& Required() {
    this->required_ = true;
    return *this;
  }
  /// Both bounds included. Looks through optionals, lists and maps at each element.
  TypedField& Range(Element low, Element high) {
    if constexpr (std::is_arithmetic_v<Element>) {
      schema_limits_ = {{"minimum", low}, {"maximum", high}};
    }
    return Check(Typed(low) + " to " + Typed(high),
                 [low, high](const Element& value) { return low <= value && value <= high; });
  }
  TypedField& AtLeast(Element low) {
    if constexpr (std::is_arithmetic_v<Element>) schema_limits_ = {{"minimum", low}};
    return Check("at least " + Typed(low), [low](const Element& value) { return low <= value; });
  }
  /// Strictly greater, for quantities whose zero makes no sense.
  TypedField& Above(Element low) {
    if constexpr (std::is_arithmetic_v<Element>) schema_limits_ = {{"exclusiveMinimum", low}};
    return Check("more than " + Typed(low), [low](const Element& value) { return low < value; });
  }
  /// `expected` completes "expected ...": "a power of two".
  TypedField& Check(std::string expected, std::function<bool(const Element&)> accepts) {
    this->AddLimit(expected);
    checks_.push_back({std::move(expected), std::move(accepts)});
    return *this;
  }
  /// Number of items of a list or map, or of characters of a text.
  TypedField& Size(std::size_t low, std::size_t high) {
    size_ = {low, high};
    this->AddLimit(SizeText());
    return *this;
  }
  TypedField& NotEmpty() {
    size_ = {1, kUnlimited};
    this->AddLimit(SizeText());
    return *this;
  }

  bool Read(const Node& node, T& out, Diagnostics& diagnostics) const override {
    M& value = out.*member_;
    if constexpr (std::integral<Element> && !std::same_as<Element, bool> &&
                  (std::same_as<M, Element> || internal::kIsOptional<M>)) {
      // What does not even fit the type is outside the field's own limits, which say more.
      if (!checks_.empty() && internal::IsIntegerBeyond<Element>(node)) {
        internal::ReportValue(node, this->name_,
                              "expected " + this->limits() + ", found " + node.Describe(),
                              diagnostics);
        return false;
      }
    }
    if (!Codec<M>::Read(node, this->name_, value, diagnostics)) return false;
    return SizeFits(value, node, diagnostics) && ChecksPass(value, node, diagnostics);
  }
  Json Write(const T& object) const override { return Codec<M>::Write(object.*member_); }
  Json Schema(Catalog& catalog) const override {
    Json schema = Codec<M>::Schema(catalog);
    if constexpr (std::same_as<M, Element>) schema.update(schema_limits_);
    if constexpr (std::is_arithmetic_v<Element> && internal::kIsOptional<M>) {
      schema.update(schema_limits_);
    }
    return schema;
  }
  std::string TypeName() const override { return Codec<M>::TypeName(); }
  void Collect(Catalog& catalog) const override { Codec<M>::Collect(catalog); }

 private:
  struct Rule {
    std::string expected;
    std::function<bool(const Element&)> accepts;
  };
  struct SizeRange {
    std::size_t low = 0;
    std::size_t high = kUnlimited;
  };
  static constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);

  static std::string Typed(const Element& value) {
    return internal::AsTyped(Codec<Element>::Write(value));
  }
  std::string SizeText() const {
    if (size_.high == kUnlimited) return "at least " + std::to_string(size_.low) + " long";
    return std::to_string(size_.low) + " to " + std::to_string(size_.high) + " long";
  }

  bool SizeFits(const M& value, const Node& node, Diagnostics& diagnostics) const {
    if constexpr (requires { value.size(); }) {
      if (value.size() < size_.low || value.size() > size_.high) {
        internal::ReportValue(
            node, this->name_,
            "expected it " + SizeText() + ", found a length of " + std::to_string(value.size()),
            diagnostics);
        return false;
      }
    }
    return true;
  }

  bool ChecksPass(const M& value, const Node& node, Diagnostics& diagnostics) const {
    bool pass = true;
    if (checks_.empty()) return pass;
    auto check = [&](const Element& element, const Node& at, std::string_view name) {
      for (const Rule& rule : checks_) {
        if (rule.accepts(element)) continue;
        internal::ReportValue(at, name, "expected " + rule.expected + ", found " + at.Describe(),
                              diagnostics);
        pass = false;
        return;
      }
    };
    internal::ElementOf<M>::ForEach(value, node, this->name_, check);
    return pass;
  }

  M Owner::*member_;
  std::vector<Rule> checks_;
  SizeRange size_;
  Json schema_limits_ = Json::object();
};

template <class T>
class FieldList {
 public:
  /// The list Describe<T> gives.
  static FieldList Of() {
    FieldList list;
    Describe<T>::Fields(list);
    return list;
  }

  template <class Owner, class M>
  requires std::derived_from<T, Owner> TypedField<T, Owner, M>
  &Field(std::string_view name, M Owner::*member, std::string_view doc) {
    auto field =
        std::make_unique<TypedField<T, Owner, M>>(std::string(name), member, std::string(doc));
    TypedField<T, Owner, M>& reference = *field;
    fields_.push_back(std::move(field));
    return reference;
  }

  const std::vector<std::unique_ptr<FieldBase<T>>>& all() const { return fields_; }

 private:
  std::vector<std::unique_ptr<FieldBase<T>>> fields_;
};

}  // namespace linkwright::config
