// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "foundation/diagnostics/utf8.h"

namespace linkwright::config {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxValues = 1'000'000;

class Reader {
 public:
  Reader(std::string file, int line, int column)
      : file_(std::move(file)), line_(line), column_(column) {}

  SourceLocation At(const YAML::Mark& mark) const {
    if (mark.is_null()) return {file_, 0, 0};
    const int column = mark.line == 0 ? mark.column + column_ : mark.column + 1;
    return {file_, mark.line + line_, column};
  }

  Node Convert(const YAML::Node& yaml, int depth) {
    const SourceLocation at = At(yaml.Mark());
    // Both limits also stop aliases that contain themselves or multiply without end.
    if (depth > kMaxDepth) Refuse(at, fmt::format("more than {} levels of nesting", kMaxDepth));
    if (++values_ > kMaxValues) Refuse(at, fmt::format("more than {} values", kMaxValues));
    switch (yaml.Type()) {
      case YAML::NodeType::Scalar:
        return Node::Scalar(yaml.Scalar(), yaml.Tag() == "!", at);
      case YAML::NodeType::Sequence:
        return ConvertList(yaml, at, depth);
      case YAML::NodeType::Map:
        return ConvertMap(yaml, at, depth);
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        break;
    }
    return Node::Null(at);
  }

  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  [[noreturn]] static void Refuse(const SourceLocation& at, std::string message) {
    throw diagnostics::UserError(at, std::move(message));
  }

  Node ConvertList(const YAML::Node& yaml, const SourceLocation& at, int depth) {
    std::vector<Node> items;
    for (const YAML::Node& item : yaml) items.push_back(Convert(item, depth + 1));
    return Node::List(std::move(items), at);
  }

  Node ConvertMap(const YAML::Node& yaml, const SourceLocation& at, int depth) {
    Node map = Node::Map({}, at);
    for (const auto& pair : yaml) {
      const SourceLocation key_at = At(pair.first.Mark());
      if (!pair.first.IsScalar()) {
        diagnostics_.Error(key_at, "expected a name as key of a map");
        continue;
      }
      std::string key = pair.first.Scalar();
      for (const Entry& earlier : map.entries()) {
        if (earlier.key != key) continue;
        diagnostics_.Error(key_at, fmt::format("duplicate key '{}', first given at line {}", key,
                                               earlier.key_location.line));
      }
      map.entries().push_back({std::move(key), key_at, Convert(pair.second, depth + 1)});
    }
    return map;
  }

  std::string file_;
  int line_;
  int column_;
  std::size_t values_ = 0;
  Diagnostics diagnostics_;
};

/// yaml-cpp's messages start with a capital in places; ours do not.
std::string Lowered(std::string message) {
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') {
    message[0] = static_cast<char>(message[0] - 'A' + 'a');
  }
  return message;
}

/// Sees only where documents start; the values are read by YAML::Load.
class DocumentStarts : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { last_ = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  const YAML::Mark& last() const { return last_; }

 private:
  YAML::Mark last_;
};

/// YAML::Load ignores whatever follows the first document, and YAML::LoadAll of yaml-cpp 0.7 never
/// returns when that is a stray bracket or comma. One step beyond the first document tells.
void RefuseWhatFollows(const std::string& text, const Reader& reader) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  if (!parser.HandleNextDocument(starts) || !parser.HandleNextDocument(starts)) return;
  const auto position = static_cast<std::size_t>(starts.last().pos);
  const bool is_document = position < text.size() && text.compare(position, 3, "---") == 0;
  throw diagnostics::UserError(reader.At(starts.last()),
                               is_document ? "expected one YAML document, found a second one"
                                           : "not valid YAML: what stands here belongs to nothing");
}

void RefuseOtherEncodings(std::string_view text, const std::string& file, int line, int column) {
  const std::optional<std::size_t> bad = diagnostics::FirstInvalidUtf8(text);
  if (!bad) return;
  const std::string_view before = text.substr(0, *bad);
  const std::size_t newline = before.rfind('\n');
  const int lines = static_cast<int>(std::ranges::count(before, '\n'));
  const int offset = static_cast<int>(*bad);
  const int at = lines == 0 ? column + offset : offset - static_cast<int>(newline);
  throw diagnostics::UserError({file, line + lines, at},
                               fmt::format("expected UTF-8 text, found the byte 0x{:02x}",
                                           static_cast<unsigned char>(text[*bad])));
}

}  // namespace

Node ReadYaml(std::string_view text, const std::string& file, int line, int column) {
  RefuseOtherEncodings(text, file, line, column);
  Reader reader(file, line, column);
  const std::string copy(text);
  YAML::Node yaml;
  try {
    RefuseWhatFollows(copy, reader);
    yaml = YAML::Load(copy);
  } catch (const YAML::Exception& error) {
    throw diagnostics::UserError(reader.At(error.mark), "not valid YAML: " + Lowered(error.msg));
  }
  // Text without any value is an empty configuration; its mark would be unknown.
  if (yaml.IsNull()) return Node::Null({file, line, column});
  Node root = reader.Convert(yaml, 0);
  reader.diagnostics().ThrowIfAny();
  return root;
}

}  // namespace linkwright::config
