#include "packages/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "domain/text.h"

namespace autograder {
namespace {

struct Refused {
  int line;
  std::string why;
};

int line_of(const YAML::Mark& mark) {
  return mark.line + 1;
}

// Builds the tree while the parser reads, so that a bound is noticed before what passes it is held.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const YamlBounds& bounds) : bounds_(bounds) {}

  YamlValue take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    leaf(mark, YamlValue::Kind::nothing, {}, false);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{line_of(mark), "aliases are not read"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    const bool quoted = tag == "!";
    const bool nothing = !quoted && (text == "~" || text == "null" || text == "Null" || text == "NULL");
    leaf(mark, nothing ? YamlValue::Kind::nothing : YamlValue::Kind::scalar, text, quoted);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlValue::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlValue::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlValue value;
    std::set<std::string, std::less<>> keys;
    bool has_key = false;
    std::string key;
  };

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) throw Refused{line_of(mark), "anchors are not read"};
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    constexpr std::string_view kOwn = "tag:yaml.org,2002:";
    constexpr std::array<std::string_view, 7> kKinds{"null", "bool", "int", "float", "str", "seq", "map"};
    if (tag.empty() || tag == "?" || tag == "!") return;
    if (tag.starts_with(kOwn) && std::ranges::find(kKinds, tag.substr(kOwn.size())) != kKinds.end()) return;
    throw Refused{line_of(mark), "the tag " + printable(tag, 80) + " is not read"};
  }
  void count(const YAML::Mark& mark) {
    if (++values_ > bounds_.values) {
      throw Refused{line_of(mark), "it has more than " + std::to_string(bounds_.values) + " values"};
    }
  }
  bool expects_key() const {
    return !open_.empty() && open_.back().value.kind == YamlValue::Kind::map && !open_.back().has_key;
  }

  void leaf(const YAML::Mark& mark, YamlValue::Kind kind, const std::string& text, bool quoted) {
    count(mark);
    if (expects_key()) {
      auto& map = open_.back();
      if (text.empty()) throw Refused{line_of(mark), "a key without a name"};
      if (!map.keys.insert(text).second) throw Refused{line_of(mark), "duplicate key " + printable(text, 60)};
      map.key = text;
      map.has_key = true;
      return;
    }
    YamlValue value;
    value.kind = kind;
    value.line = line_of(mark);
    value.quoted = quoted;
    if (kind == YamlValue::Kind::scalar) value.text = text;
    put(std::move(value));
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlValue::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    count(mark);
    if (expects_key()) throw Refused{line_of(mark), "a key must be a text"};
    if (static_cast<int>(open_.size()) >= bounds_.depth) {
      throw Refused{line_of(mark), "it is nested more than " + std::to_string(bounds_.depth) + " levels deep"};
    }
    Open opened;
    opened.value.kind = kind;
    opened.value.line = line_of(mark);
    open_.push_back(std::move(opened));
  }
  void close() {
    YamlValue value = std::move(open_.back().value);
    open_.pop_back();
    put(std::move(value));
  }
  void put(YamlValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    auto& parent = open_.back();
    if (parent.value.kind == YamlValue::Kind::map) {
      value.key = std::exchange(parent.key, {});
      parent.has_key = false;
    }
    parent.value.children.push_back(std::move(value));
  }

  const YamlBounds& bounds_;
  YamlValue root_;
  std::vector<Open> open_;
  int values_ = 0;
};

}  // namespace

const YamlValue* YamlValue::find(std::string_view wanted) const {
  for (const auto& child : children) {
    if (kind == Kind::map && child.key == wanted) return &child;
  }
  return nullptr;
}

Result<YamlValue> parse_yaml(std::string_view text, const std::string& file, const YamlBounds& bounds) {
  if (static_cast<std::int64_t>(text.size()) > bounds.size.count) {
    return fail(ErrorCode::invalid, file + ": is larger than " + std::to_string(bounds.size.count / 1024) + " KiB");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_clean(text)) {
    return fail(ErrorCode::invalid, file + ": must be UTF-8 text without NUL");
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder tree(bounds);
    if (!parser.HandleNextDocument(tree)) return YamlValue{};
    TreeBuilder further(bounds);
    if (parser.HandleNextDocument(further)) {
      return fail(ErrorCode::invalid, file + ": has more than one document");
    }
    return tree.take();
  } catch (const Refused& refused) {
    return fail(ErrorCode::invalid, file + ": line " + std::to_string(refused.line) + ": " + refused.why);
  } catch (const YAML::Exception& error) {
    return fail(ErrorCode::invalid,
                file + ": line " + std::to_string(line_of(error.mark)) + ": " + printable(error.msg, 200));
  } catch (const std::exception& error) {
    return fail(ErrorCode::invalid, file + ": cannot be read as YAML: " + printable(error.what(), 200));
  }
}

}  // namespace autograder
