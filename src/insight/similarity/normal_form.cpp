#include "insight/similarity/normal_form.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "insight/similarity/hash.h"

namespace autograder::similarity {
namespace {

constexpr std::size_t kRoundsMax = 8;
constexpr std::size_t kOrderedMax = 256;  // statements of one body; a longer body keeps its order

// Functions of the libraries that only compute: their calls may change places and be left out.
bool only_computes(std::string_view name) {
  static const std::unordered_set<std::string_view> kPure{
      "abs",    "len",     "max",      "min",      "sum",       "sqrt",      "pow",         "floor",
      "ceil",   "round",   "int",      "str",      "float",     "bool",      "list",        "dict",
      "tuple",  "range",   "sorted",   "reversed", "enumerate", "zip",       "map",         "filter",
      "ord",    "chr",     "length",   "size",     "charAt",    "parseInt",  "parseFloat",  "parseDouble",
      "Number", "String",  "toString", "valueOf",  "strlen",    "to_string", "Abs",         "Sqrt",
      "Max",    "Min",     "isdigit",  "isalpha",  "toupper",   "tolower",   "toUpperCase", "toLowerCase",
      "lower",  "upper",   "equals",   "make",     "all",       "any",       "trunc",       "substring",
      "slice",  "indexOf", "includes", "contains", "has",       "get",       "gcd"};
  return kPure.contains(name);
}

// Called by others than the program itself.
bool is_entry(std::string_view name) {
  static const std::unordered_set<std::string_view> kEntries{"main",        "init",   "run",      "compare",
                                                             "compareTo",   "equals", "hashCode", "toString",
                                                             "constructor", "next",   "iterator"};
  return name.starts_with("__") || name.starts_with("~") || kEntries.contains(name);
}

// What a statement, with all inside it, does to variables.
struct Use {
  std::vector<Name> reads, writes;  // sorted
  bool acts = false;                // beyond its variables: output, input, a call that may do anything
  bool leaves = false;              // return: what stands behind it may not be done
  bool jumps = false;               // break: the same within its loop

  void finish() {
    for (auto* names : {&reads, &writes}) {
      std::ranges::sort(*names);
      names->erase(std::unique(names->begin(), names->end()), names->end());
    }
  }
};

bool intersect(const std::vector<Name>& left, const std::vector<Name>& right) {
  for (auto a = left.begin(), b = right.begin(); a != left.end() && b != right.end();) {
    if (*a == *b) return true;
    if (*a < *b)
      ++a;
    else
      ++b;
  }
  return false;
}

bool must_keep_order(const Use& first, const Use& second) {
  const auto leaves = [](const Use& use) { return use.leaves || use.jumps; };
  return leaves(first) || leaves(second) || (first.acts && second.acts) || intersect(first.writes, second.writes) ||
         intersect(first.writes, second.reads) || intersect(first.reads, second.writes);
}

class Normaliser final {
 public:
  explicit Normaliser(Tree& tree) : tree_(tree), names_(tree.names) {}

  std::vector<Token> run() {
    drop_uncalled();
    for (std::size_t round = 0; round < kRoundsMax && drop_dead(); ++round) {
    }
    order(tree_.statements);
    std::vector<TreeToken> tokens;
    append_tokens(tree_.statements, tokens);
    std::vector<Token> result;
    result.reserve(tokens.size());
    for (const auto& token : tokens) result.push_back({symbol_of(token), token.begin, token.end});
    return result;
  }

 private:
  std::uint32_t symbol_of(const TreeToken& token) const {
    const auto symbol = static_cast<std::uint32_t>(token.symbol);
    if (token.symbol != Symbol::call || names_.functions.contains(token.name) ||
        names_.parameters.contains(token.name)) {
      return symbol;
    }
    return static_cast<std::uint32_t>(Symbol::outside) + (hash_text(names_.texts[token.name]) & 0xffff);
  }

  bool acts(const TreeToken& token) const {
    switch (token.symbol) {
      case Symbol::output:
      case Symbol::effect:
      case Symbol::give_back:
      case Symbol::jump:
      case Symbol::raise:
        return true;
      case Symbol::call:
        return !only_computes(names_.texts[token.name]);
      default:
        return false;
    }
  }

  void add_use(const TreeToken& token, Use& use) const {
    if (token.object != 0) use.reads.push_back(token.object);
    if (token.name != 0 && token.reads) use.reads.push_back(token.name);
    if (token.name != 0 && token.writes) use.writes.push_back(token.name);
    if (acts(token)) use.acts = true;
    if (token.symbol == Symbol::give_back || token.symbol == Symbol::raise) use.leaves = true;
    if (token.symbol == Symbol::jump) use.jumps = true;
  }

  // --- functions that nobody calls ---

  void drop_uncalled() {
    std::unordered_map<Name, std::unordered_set<Name>> mentions;  // function -> names within it; 0: outside of all
    for (const auto& node : tree_.statements) collect_mentions(node, 0, mentions);
    std::unordered_set<Name> reached = mentions[0];
    for (const auto name : names_.functions) {
      if (is_entry(names_.texts[name]) || names_.members.contains(name)) reached.insert(name);
    }
    std::vector<Name> waiting(reached.begin(), reached.end());
    while (!waiting.empty()) {
      const auto name = waiting.back();
      waiting.pop_back();
      const auto found = mentions.find(name);
      if (found == mentions.end()) continue;
      for (const auto next : found->second) {
        if (reached.insert(next).second) waiting.push_back(next);
      }
    }
    const bool none_reached = std::ranges::none_of(names_.functions, [&](Name name) { return reached.contains(name); });
    if (!none_reached)
      erase_uncalled(tree_.statements, reached);  // else it is a collection of functions, called by the judge
  }

  void collect_mentions(const Node& node, Name owner, std::unordered_map<Name, std::unordered_set<Name>>& mentions) {
    if (node.kind == NodeKind::function) owner = node.name;
    auto& here = mentions[owner];
    for (const auto& token : node.head) {
      if (token.name != 0) here.insert(token.name);
    }
    for (const auto& inner : node.body) collect_mentions(inner, owner, mentions);
  }

  static void erase_uncalled(std::vector<Node>& nodes, const std::unordered_set<Name>& reached) {
    std::erase_if(nodes,
                  [&](const Node& node) { return node.kind == NodeKind::function && !reached.contains(node.name); });
    for (auto& node : nodes) erase_uncalled(node.body, reached);
  }

  // --- statements without effect ---

  bool may_be_dead(const Node& node) const {
    if (node.kind != NodeKind::simple) return false;
    bool writes = false;
    for (const auto& token : node.head) {
      if (acts(token)) return false;
      writes = writes || token.writes;
    }
    return writes || node.head.empty();
  }

  // Variables whose values are used, and who uses them only when another variable is used.
  struct Live {
    std::unordered_set<Name> names;
    std::vector<Name> waiting;  // their writers are not looked at yet
    std::unordered_map<Name, std::vector<const Node*>> writers;

    void add(Name name) {
      if (name != 0 && names.insert(name).second) waiting.push_back(name);
    }
  };

  // True when something was dropped.
  bool drop_dead() {
    Live live;
    for (const auto name : names_.members) live.add(name);
    for (const auto name : names_.parameters) live.add(name);
    for (const auto& node : tree_.statements) collect_live(node, live);
    while (!live.waiting.empty()) {
      const auto name = live.waiting.back();
      live.waiting.pop_back();
      const auto writers = live.writers.find(name);
      if (writers == live.writers.end()) continue;
      for (const auto* node : writers->second) add_reads(*node, true, live);
    }
    return erase_dead(tree_.statements, live.names);
  }

  void collect_live(const Node& node, Live& live) const {
    if (may_be_dead(node)) {
      for (const auto& token : node.head) {
        if (token.writes) live.writers[token.name].push_back(&node);
      }
    } else {
      add_reads(node, false, live);
    }
    for (const auto& inner : node.body) collect_live(inner, live);
  }

  static void add_reads(const Node& node, bool perhaps_dead, Live& live) {
    for (const auto& token : node.head) {
      live.add(token.object);
      if (token.reads && !(token.writes && perhaps_dead)) live.add(token.name);
    }
  }

  bool erase_dead(std::vector<Node>& nodes, const std::unordered_set<Name>& live) const {
    bool erased = false;
    for (auto& node : nodes) erased = erase_dead(node.body, live) || erased;
    const auto count = std::erase_if(nodes, [&](const Node& node) {
      if (node.kind == NodeKind::simple) {
        return may_be_dead(node) && std::ranges::none_of(node.head, [&](const TreeToken& token) {
                 return token.writes && live.contains(token.name);
               });
      }
      return node.kind != NodeKind::function && node.body.empty() && !has_effect(node);
    });
    return erased || count > 0;
  }

  bool has_effect(const Node& node) const {
    return std::ranges::any_of(node.head, [&](const TreeToken& token) { return acts(token) || token.writes; });
  }

  // --- order ---

  Use use_of(const Node& node) const {
    Use use;
    collect_use(node, use);
    // A call may change what it is given.
    if (use.acts) use.writes.insert(use.writes.end(), use.reads.begin(), use.reads.end());
    use.finish();
    return use;
  }

  void collect_use(const Node& node, Use& use) const {
    const bool jumped = use.jumps;
    for (const auto& token : node.head) add_use(token, use);
    for (const auto& inner : node.body) collect_use(inner, use);
    if (node.kind == NodeKind::loop) use.jumps = jumped;  // a break ends the loop, which stands here whole
  }

  std::uint64_t hash_of(const Node& node) const {
    std::vector<TreeToken> tokens;
    append_tokens(node, tokens);
    std::uint64_t hash = tokens.size();
    for (const auto& token : tokens) hash = mix(hash ^ symbol_of(token));
    return hash;
  }

  void order(std::vector<Node>& nodes) {
    for (auto& node : nodes) {
      if (node.kind != NodeKind::chain)
        order(node.body);
      else
        for (auto& part : node.body) order(part.body);
    }
    const auto count = nodes.size();
    if (count < 2 || count > kOrderedMax) return;
    std::vector<Use> uses;
    std::vector<std::uint64_t> hashes;
    for (const auto& node : nodes) {
      // Functions are defined, not done: they come first, in one order.
      uses.push_back(node.kind == NodeKind::function ? Use{} : use_of(node));
      hashes.push_back(node.kind == NodeKind::function ? hash_of(node) >> 1 : hash_of(node) | std::uint64_t{1} << 63);
    }
    std::vector<std::size_t> waits_for(count, 0);
    std::vector<std::vector<std::size_t>> releases(count);
    for (std::size_t later = 1; later < count; ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (!must_keep_order(uses[earlier], uses[later])) continue;
        ++waits_for[later];
        releases[earlier].push_back(later);
      }
    }
    std::vector<bool> done(count, false);
    std::vector<Node> ordered;
    while (ordered.size() < count) {
      std::size_t next = count;
      for (std::size_t i = 0; i < count; ++i) {
        if (!done[i] && waits_for[i] == 0 && (next == count || hashes[i] < hashes[next])) next = i;
      }
      done[next] = true;
      for (const auto later : releases[next]) --waits_for[later];
      ordered.push_back(std::move(nodes[next]));
    }
    nodes = std::move(ordered);
  }

  Tree& tree_;
  Names& names_;
};

}  // namespace

std::vector<Token> normal_form(Tree tree) {
  return Normaliser(tree).run();
}

}  // namespace autograder::similarity
