// SPDX-License-Identifier: Apache-2.0
#include "foundation/config/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "foundation/diagnostics/printable.h"
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
        ExpectPrintable(yaml.Scalar(), at);
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

  // What escapes like "\e" make of a text would reach the terminal with the name it is part of.
  void ExpectPrintable(const std::string& text, const SourceLocation& at) {
    if (const auto control = diagnostics::FirstControlCharacter(text)) {
      diagnostics_.Error(at, fmt::format("'{}' has the control character {}", text, control->name));
    }
  }

  Node ConvertList(const YAML::Node& yaml, const SourceLocation& at, int depth) {
    std::vector<Node> items;
    for (const YAML::Node& item : yaml) items.push_back(Convert(item, depth + 1));
    return Node::List(std::move(items), at);
  }

  Node ConvertMap(const YAML::Node& yaml, const SourceLocation& at, int depth) {
    Node map = Node::Map({}, at);
    std::unordered_map<std::string, int> lines;  // where each key was first given
    for (const auto& pair : yaml) {
      const SourceLocation key_at = At(pair.first.Mark());
      if (!pair.first.IsScalar()) {
        diagnostics_.Error(key_at, "expected a name as key of a map");
        continue;
      }
      std::string key = pair.first.Scalar();
      ExpectPrintable(key, key_at);
      if (key == "<<") {
        diagnostics_.Error(key_at,
                           "merge keys (<<) are not read; `extends: FILE` at the top of a file "
                           "takes another file's values");
        continue;
      }
      if (const auto [first, is_new] = lines.try_emplace(key, key_at.line); !is_new) {
        diagnostics_.Error(
            key_at, fmt::format("duplicate key '{}', first given at line {}", key, first->second));
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

/// Positions in the text as it stands, where `line` and `column` are those of its first byte.
class Places {
 public:
  Places(std::string_view text, std::string file, int line, int column)
      : text_(text), file_(std::move(file)), line_(line), column_(column) {}

  SourceLocation At(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const std::size_t newline = before.rfind('\n');
    const int lines = static_cast<int>(std::ranges::count(before, '\n'));
    const int at = static_cast<int>(offset);
    return {file_, line_ + lines, lines == 0 ? column_ + at : at - static_cast<int>(newline)};
  }

 private:
  std::string_view text_;
  std::string file_;
  int line_;
  int column_;
};

/// YAML's printable characters: everything but C0 (tab and line ends excepted), DEL and bad UTF-8.
void RefuseWhatIsNoText(std::string_view text, const Places& places) {
  if (const std::optional<std::size_t> bad = diagnostics::FirstInvalidUtf8(text)) {
    throw diagnostics::UserError(places.At(*bad),
                                 fmt::format("expected UTF-8 text, found the byte 0x{:02x}",
                                             static_cast<unsigned char>(text[*bad])));
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\r' || byte == '\t') continue;
    throw diagnostics::UserError(
        places.At(i), fmt::format("expected text, found the control character U+{:04X}", byte));
  }
}

std::string_view LineAt(std::string_view text, std::size_t begin) {
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

/// yaml-cpp skips lines that begin with '%' whatever they say, and then takes what follows.
void RefuseUnknownDirectives(std::string_view text, const Places& places) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  bool directives = false;
  for (std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
       at < text.size();) {
    const std::string_view line = LineAt(text, at);
    const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
    if (line.starts_with("%YAML ") || line.starts_with("%TAG ")) {
      directives = true;
    } else if (line.starts_with('%') || (directives && !blank && !line.starts_with('#'))) {
      if (directives && line.starts_with("---")) return;
      throw diagnostics::UserError(
          places.At(at), directives ? "not valid YAML: expected --- after the directives above"
                                    : "not valid YAML: a line that begins with '%' must be a "
                                      "directive, %YAML or %TAG");
    } else if (!blank && !line.starts_with('#')) {
      return;
    }
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
}

/// Where the indentation of a line has a tab, up to the line of `last`: what yaml-cpp then says of
/// the text does not name it.
std::optional<std::size_t> IndentingTab(std::string_view text, int last) {
  std::size_t at = 0;
  for (int line = 0; line <= last && at < text.size(); ++line) {
    const std::size_t content = text.find_first_not_of(" \t\r\n", at);
    const std::size_t end = text.find('\n', at);
    const std::size_t tab = text.substr(at, end - at).find('\t');
    if (tab != std::string_view::npos && at + tab < content && content < end) return at + tab;
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

Node ReadYaml(std::string_view text, const std::string& file, int line, int column) {
  const Places places(text, file, line, column);
  RefuseWhatIsNoText(text, places);
  RefuseUnknownDirectives(text, places);
  Reader reader(file, line, column);
  const std::string copy(text);
  YAML::Node yaml;
  try {
    RefuseWhatFollows(copy, reader);
    yaml = YAML::Load(copy);
  } catch (const YAML::Exception& error) {
    if (const auto tab = IndentingTab(text, error.mark.line)) {
      throw diagnostics::UserError(places.At(*tab),
                                   "not valid YAML: a tab stands in the indentation, which must be "
                                   "spaces");
    }
    throw diagnostics::UserError(reader.At(error.mark), "not valid YAML: " + Lowered(error.msg));
  }
  // Text without any value is an empty configuration; its mark would be unknown.
  if (yaml.IsNull()) return Node::Null({file, line, column});
  Node root = reader.Convert(yaml, 0);
  reader.diagnostics().ThrowIfAny();
  return root;
}

}  // namespace linkwright::config
