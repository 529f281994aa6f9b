// Every key that the format has, in both of its versions: what becomes of each. A key that the reader
// learns, and this table does not know, fails here.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "packages/testing/documented_words.h"
#include "packages/testing/whole_format.h"
#include "packages/validator_flags.h"

namespace autograder {
namespace {

// Where keys stand: `make` gives a package with one more entry ("key: value") there.
struct Place {
  std::string name;
  std::string file;
  std::function<PackageTexts(const std::string& entry)> make;
};

PackageTexts scoring(PackageTexts texts) {
  texts["problem.yaml"] += "type: scoring\n";
  for (const char* ending : {".in", ".ans"}) {
    texts.erase("data/secret/1" + std::string(ending));
    for (const char* name : {"a/1", "a/2", "b/1"}) texts["data/secret/" + std::string(name) + ending] = "x";
  }
  return texts;
}
// An entry takes the place of a line with the same key.
void put(std::string& yaml, const std::string& entry) {
  const auto key = entry.substr(0, entry.find(':') + 1);
  if (const auto at = yaml.find(key); at == 0 || (at != std::string::npos && yaml[at - 1] == '\n')) {
    yaml.erase(at, yaml.find('\n', at) + 1 - at);
  }
  yaml += entry + "\n";
}
Place in_problem(const std::string& name, PackageTexts base, const std::string& before, const std::string& after) {
  return {name, "problem.yaml", [=](const std::string& entry) {
            auto texts = base;
            if (!entry.empty()) put(texts["problem.yaml"], before + entry + after);
            return texts;
          }};
}
Place in_file(const std::string& name, PackageTexts base, const std::string& file, const std::string& before = "",
              const std::string& after = "") {
  return {name, file, [=](const std::string& entry) {
            auto texts = base;
            // The checker is one for all tests.
            if (file == "data/sample/test_group.yaml" && entry.starts_with("output_validator_args")) {
              for (const char* place : {"sample", "secret"}) {
                texts["data/" + std::string(place) + "/test_group.yaml"] = entry + "\n";
              }
            }
            if (!entry.empty()) put(texts[file], before + entry + after);
            return texts;
          }};
}
PackageTexts groups_2025() {
  auto texts = scoring(base_2025());
  texts["data/secret/a/test_group.yaml"] = "max_score: 20\n";
  texts["data/secret/b/test_group.yaml"] = "max_score: 30\n";
  return texts;
}
PackageTexts groups_legacy() {
  auto texts = scoring(base_legacy());
  texts["data/testdata.yaml"] = "on_reject: continue\ngrader_flags: ignore_sample\n";
  return texts;
}

const std::vector<Place>& places() {
  static const std::vector<Place> all{
      in_problem("2025", base_2025(), "", ""),
      in_problem("2025 limits", base_2025(), "limits: {", "}"),
      in_problem("2025 time_multipliers", base_2025(), "limits: {time_multipliers: {", "}}"),
      in_problem("2025 credits", base_2025(), "credits: {", "}"),
      in_problem("2025 source", base_2025(), "source: [{", "}, B]"),
      in_file("2025 sample", base_2025(), "data/sample/test_group.yaml"),
      in_file("2025 secret", scoring(base_2025()), "data/secret/test_group.yaml"),
      in_file("2025 group", groups_2025(), "data/secret/a/test_group.yaml"),
      in_file("2025 secret test", base_2025(), "data/secret/1.yaml"),
      in_file("2025 sample test", base_2025(), "data/sample/1.yaml"),
      in_file("2025 submissions", groups_2025(), "submissions/submissions.yaml", "accepted/add.py: {", "}"),
      in_file("2025 submissions part", base_2025(), "submissions/submissions.yaml", "accepted/add.py: {secret/*: {",
              "}}"),
      in_problem("legacy", base_legacy(), "", ""),
      in_problem("legacy limits", base_legacy(), "limits: {", "}"),
      in_problem("legacy grading", groups_legacy(), "grading: {", "}"),
      in_file("legacy testdata", groups_legacy(), "data/secret/a/testdata.yaml"),
      in_file("legacy domjudge", base_legacy(), "domjudge-problem.ini"),
      in_file("2025 domjudge", base_2025(), "domjudge-problem.ini"),
  };
  return all;
}
const Place& place_of(const std::string& name) {
  const auto found = std::ranges::find(places(), name, &Place::name);
  if (found == places().end()) throw std::runtime_error("no place " + name);
  return *found;
}

struct Row {
  std::string place;
  std::string entry;  // "key: value"
  Fate fate;
  std::string instead = "";  // done: what it differs from; empty: the key is absent
};
constexpr auto done = Fate::done;
constexpr auto kept = Fate::kept;
constexpr auto refused = Fate::refused;

const std::vector<Row> kRows{
    {"2025", "problem_format_version: 2023-07", refused},
    {"2025", "type: scoring", done},
    {"2025", "type: multi-pass", refused},
    {"2025", "type: interactive", refused},
    {"2025", "type: submit-answer", refused},
    {"2025", "name: Other", done},
    {"2025", "uuid: 99999999-2222-3333-4444-555555555555", done},
    {"2025", "version: '3'", kept},
    {"2025", "credits: An Author <author@example.org>", kept},
    {"2025", "source: A contest", kept},
    {"2025", "license: cc by-sa", kept},
    {"2025", "rights_owner: We", kept},
    {"2025", "embargo_until: 2027-01-31", done},
    {"2025", "embargo_until: 2027-01-31T12:00:00Z", done, "embargo_until: 2027-01-31"},
    {"2025", "embargo_until: tomorrow", refused},
    {"2025", "embargo_until: 2027-02-30", refused},
    {"2025", "limits: {memory: 64}", done},
    {"2025", "keywords: [hard, trees]", done},
    {"2025", "languages: [cpp, rust]", done},
    {"2025", "languages: [cpp, pyhton3]", refused},
    {"2025", "allow_file_writing: true", kept},
    {"2025", "allow_file_writing: false", refused},
    {"2025", "constants: {n: 5}", done},
    {"2025", "constants: {n-1: 5}", refused},
    {"2025", "constants: {n: [5]}", refused},
    {"2025", "constants: {n: {value: 5, tex: [6]}}", refused},
    {"2025 limits", "time_limit: 2", done},
    {"2025 limits", "time_resolution: 0.1", done},
    {"2025 limits", "time_multipliers: {ac_to_time_limit: 3}", done},
    {"2025 limits", "memory: 64", done},
    {"2025 limits", "output: 1", done},
    {"2025 limits", "code: 128", refused},
    {"2025 limits", "compilation_time: 60", refused},
    {"2025 limits", "compilation_memory: 2048", refused},
    {"2025 limits", "validation_time: 60", kept},
    {"2025 limits", "validation_memory: 2048", kept},
    {"2025 limits", "validation_output: 8", kept},
    {"2025 limits", "validation_passes: 2", refused},
    {"2025 time_multipliers", "ac_to_time_limit: 3", done},
    {"2025 time_multipliers", "time_limit_to_tle: 3", done},
    {"2025 credits", "authors: [A]", kept},
    {"2025 credits", "contributors: A", kept},
    {"2025 credits", "testers: [{name: A, orcid: 0}]", kept},
    {"2025 credits", "translators: {de: A}", kept},
    {"2025 credits", "packagers: A", kept},
    {"2025 credits", "acknowledgements: A", kept},
    {"2025 source", "name: A contest", kept},
    {"2025 source", "url: https://example.org", kept},
    {"2025 sample", "max_score: 10", refused},
    {"2025 sample", "score_aggregation: sum", refused},
    {"2025 sample", "require_pass: sample", refused},
    {"2025 sample", "static_validation_score: 5", refused},
    {"2025 sample", "static_validator_args: [a]", refused},
    {"2025 sample", "args: [a]", refused},
    {"2025 sample", "input_validator_args: [a]", kept},
    {"2025 sample", "output_validator_args: [case_sensitive]", done},
    {"2025 sample", "output_validator_args: [near_enough]", refused},
    {"2025 sample", "input_visualizer_args: [a]", kept},
    {"2025 sample", "output_visualizer_args: [a]", kept},
    {"2025 sample", "full_feedback: true", kept},
    {"2025 sample", "full_feedback: false", refused},
    {"2025 group", "max_score: 50", done},
    {"2025 group", "max_score: unbounded", refused},
    {"2025 group", "score_aggregation: sum", done},
    {"2025 group", "require_pass: [sample]", refused},
    {"2025 group", "static_validation_score: pass-fail", refused},
    {"2025 group", "static_validator_args: [a]", refused},
    {"2025 group", "args: [a]", refused},
    {"2025 group", "input_validator_args: {check: [a]}", kept},
    {"2025 group", "output_validator_args: [case_sensitive]", refused},  // not those of the other group
    {"2025 group", "input_visualizer_args: [a]", kept},
    {"2025 group", "output_visualizer_args: [a]", kept},
    {"2025 group", "full_feedback: false", kept},
    {"2025 group", "full_feedback: true", refused},
    {"2025 secret test", "args: [a]", refused},
    {"2025 secret test", "input_validator_args: [a]", kept},
    {"2025 secret test", "output_validator_args: [case_sensitive]", refused},  // not those of the sample
    {"2025 secret test", "input_visualizer_args: [a]", kept},
    {"2025 secret test", "output_visualizer_args: [a]", kept},
    {"2025 secret test", "full_feedback: true", refused},
    {"2025 secret test", "full_feedback: false", kept},
    {"2025 secret test", "hint: think", refused},
    {"2025 secret test", "description: the largest", kept},
    {"2025 sample test", "full_feedback: false", refused},
    {"2025 sample test", "full_feedback: true", kept},
    {"2025 sample test", "hint: think", refused},
    {"2025 submissions", "language: go", done},
    {"2025 submissions", "entrypoint: add.py", kept},
    {"2025 submissions", "entrypoint: main.py", refused},
    {"2025 submissions", "authors: [A]", kept},
    {"2025 submissions", "model_solution: true", kept},
    {"2025 submissions", "permitted: [AC, WA]", done, "permitted: [AC]"},
    {"2025 submissions", "required: [AC]", done, "required: [AC, WA]"},
    {"2025 submissions", "score: 50", done, "score: [10, 20]"},
    {"2025 submissions", "message: wrong", refused},
    {"2025 submissions", "use_for_time_limit: lower", done, "use_for_time_limit: false"},
    {"2025 submissions part", "permitted: [AC, WA]", done, "permitted: [AC]"},
    {"2025 submissions part", "required: [AC]", done, "required: [AC, WA]"},
    {"2025 submissions part", "score: 50", refused},
    {"2025 submissions part", "message: wrong", refused},
    {"2025 submissions part", "use_for_time_limit: upper", done, "use_for_time_limit: false"},
    {"legacy", "problem_format_version: '2030-01'", refused},
    {"legacy", "type: scoring", refused},  // its sample counts, unless data/testdata.yaml says otherwise
    {"legacy", "name: Other", done},
    {"legacy", "uuid: 99999999-2222-3333-4444-555555555555", done},
    {"legacy", "version: '3'", kept},
    {"legacy", "author: A and B", kept},
    {"legacy", "source: A contest", kept},
    {"legacy", "source_url: https://example.org", kept},
    {"legacy", "license: cc0", kept},
    {"legacy", "rights_owner: We", kept},
    {"legacy", "limits: {memory: 64}", done},
    {"legacy", "keywords: hard trees", done},
    {"legacy", "validation: default", kept},
    {"legacy", "validation: custom", refused},
    {"legacy", "validation: custom interactive", refused},
    {"legacy", "validator_flags: case_sensitive", done},
    {"legacy", "validator_flags: near_enough", refused},
    {"legacy", "grading: {objective: max}", refused},  // of a problem without scores
    {"legacy limits", "time_multiplier: 3", done},
    {"legacy limits", "time_safety_margin: 3", done},
    {"legacy limits", "memory: 64", done},
    {"legacy limits", "output: 1", done},
    {"legacy limits", "code: 128", refused},
    {"legacy limits", "compilation_time: 60", refused},
    {"legacy limits", "compilation_memory: 2048", refused},
    {"legacy limits", "validation_time: 60", kept},
    {"legacy limits", "validation_memory: 2048", kept},
    {"legacy limits", "validation_output: 8", kept},
    {"legacy grading", "objective: max", kept},
    {"legacy grading", "objective: min", refused},
    {"legacy grading", "show_test_data_groups: true", kept},
    {"legacy grading", "show_test_data_groups: false", refused},
    {"legacy testdata", "on_reject: break", refused},  // a sum that ends early
    {"legacy testdata", "grading: default", refused},  // without on_reject: continue the same
    {"legacy testdata", "grading: custom", refused},
    {"legacy testdata", "grader_flags: min", done, "on_reject: continue"},
    {"legacy testdata", "grader_flags: avg", refused},
    {"legacy testdata", "grader_flags: max", refused},
    {"legacy testdata", "grader_flags: loudest", refused},
    {"legacy testdata", "{on_reject: continue, accept_score: 5}", done, "on_reject: continue"},
    {"legacy testdata", "{on_reject: continue, reject_score: 0}", kept},
    {"legacy testdata", "{on_reject: continue, reject_score: 1}", refused},
    {"legacy testdata", "{on_reject: continue, range: 0 100}", kept},
    {"legacy testdata", "{on_reject: continue, range: wide}", refused},
    {"legacy testdata", "{on_reject: continue, input_validator_flags: a}", kept},
    {"legacy testdata", "{on_reject: continue, output_validator_flags: case_sensitive}", refused},  // not the sample's
    {"legacy testdata", "{on_reject: continue, output_validator_flags: {name: a, flags: b}}", refused},
    {"legacy domjudge", "timelimit = '2.5'", done},
    {"legacy domjudge", "timelimit = never", refused},
    {"legacy domjudge", "name = Small", kept},
    {"legacy domjudge", "short-name = A", kept},
    {"legacy domjudge", "probid = A", kept},
    {"legacy domjudge", "externalid = small", kept},
    {"legacy domjudge", "points = 1", kept},
    {"legacy domjudge", "color = red", kept},
    {"legacy domjudge", "allow_submit = 1", kept},
    {"legacy domjudge", "allow_submit = 0", refused},
    {"legacy domjudge", "allow_judge = false", refused},
    {"legacy domjudge", "special_run = run", refused},
    {"legacy domjudge", "special_compare = compare", refused},
    {"legacy domjudge", "special_compare_args = -x", refused},
    {"legacy domjudge", "volume = 11", refused},
    {"2025 domjudge", "timelimit = 2.5", done},
    {"2025 domjudge", "special_run = run", refused},
};

std::string key_of(const Row& row) {
  auto entry = row.entry;
  if (const auto second = entry.find(", "); entry.starts_with('{')) entry = entry.substr(second + 2);
  return entry.substr(0, entry.find_first_of(" :="));
}

TEST(Format, EveryKeyIsDoneKeptOrRefusedByName) {
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.place + ": " + row.entry);
    const auto& place = place_of(row.place);
    const auto with = read_texts(place.make(row.entry));
    if (row.fate == Fate::refused) {
      ASSERT_FALSE(with);
      EXPECT_EQ(with.error().code, ErrorCode::invalid);
      const auto& said = with.error().message;
      testing::expect_documented(said);
      // Where two places disagree, the sentence begins with either.
      EXPECT_TRUE(said.starts_with(place.file) || said.contains(place.file) || said.starts_with("data/")) << said;
      EXPECT_TRUE(said.contains(": ")) << said;
      continue;
    }
    ASSERT_TRUE(with) << with.error().message;
    const bool absent = row.instead.empty() && row.entry.starts_with('{');
    const auto without = read_texts(place.make(absent ? "on_reject: continue" : row.instead));
    ASSERT_TRUE(without) << without.error().message;
    if (row.fate == Fate::done) {
      EXPECT_NE(judged(*with), judged(*without));
    } else {
      EXPECT_EQ(with->notes, without->notes);
      EXPECT_EQ(judged(*with).substr(0, judged(*with).find("\nsubmissions/")),
                judged(*without).substr(0, judged(*without).find("\nsubmissions/")));
    }
  }
}

// The reader names all keys that it knows of a place where it meets a foreign one.
TEST(Format, NoKeyIsForgotten) {
  for (const auto& place : places()) {
    if (place.file.ends_with(".ini")) continue;
    SCOPED_TRACE(place.name);
    const auto read = read_texts(place.make("no_such_key: 1"));
    ASSERT_FALSE(read);
    const auto& said = read.error().message;
    EXPECT_TRUE(said.starts_with(place.file + ": line ")) << said;
    constexpr std::string_view kHas = "no_such_key: is not a key of this format, which has ";
    const auto at = said.find(kHas);
    ASSERT_NE(at, std::string::npos) << said;
    std::string list = said.substr(at + kHas.size());
    std::erase(list, ',');
    std::set<std::string> known;
    for (const auto& key : split_words(list)) known.insert(key);
    std::set<std::string> in_table;
    // The same keys in groups, in the whole of the secret tests and in the sample; in tests of either kind.
    const std::string rows = place.name == "2025 secret"        ? "2025 sample"
                             : place.name == "2025 sample test" ? "2025 secret test"
                                                                : place.name;
    for (const auto& row : kRows) {
      if (row.place == rows) in_table.insert(key_of(row));
    }
    EXPECT_EQ(known, in_table);
  }
}

TEST(Format, SaysWhatAuthorsMayHaveMistyped) {
  auto texts = base_2025();
  texts["submissions/submissions.yaml"] = "acepted/add.py: {permitted: [AC]}\n";
  const auto read = read_texts(texts);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->notes,
            std::vector<std::string>{"submissions/submissions.yaml, line 1: acepted/add.py matches no submission"});
  texts = base_2025();
  texts["problem.yaml"] += "constants: {n: {value: 5, tex: '10^1'}}\n";
  texts["statement/problem.en.md"] = "{{n}} {{n.tex}} {{m}}\n";
  EXPECT_EQ(read_texts(texts)->statements.front().text, "5 10^1 {{m}}\n");
}

}  // namespace
}  // namespace autograder
