#include <gtest/gtest.h>

#include "api/wire/fields.h"
#include "api/wire/json_reader.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

// The request that a body this large arrives as.
http::Request in_file(std::string_view body) {
  http::Request request;
  auto file = NamelessFile::make("/tmp");
  EXPECT_TRUE(file && (*file)->append(body));
  request.body_file = *file;
  return request;
}

TEST(JsonReader, refusesWhatIsNotStrictJson) {
  const std::string deep(10'000, '[');
  std::string nested;
  for (int i = 0; i < 65; ++i) nested += "{\"a\":";
  std::string many = "[0";
  for (std::size_t i = 0; i < kJsonValuesMax; ++i) many += ",0";
  struct Row {
    std::string text;
    std::string error;  // part of it
  };
  const Row rows[] = {
      {"", "empty"},
      {" \n", "empty"},
      {"{", "not JSON"},
      {"{} {}", "more follows"},
      {"{}x", "more follows"},
      {"{'a': 1}", "not JSON"},
      {"{\"a\": 1,}", "not JSON"},
      {"{\"a\": 01}", "not JSON"},
      {"{\"a\": NaN}", "not JSON"},
      {"{\"a\": 1, // x\n\"b\": 2}", "not JSON"},
      {"{\"a\": 1, \"a\": 2}", "duplicate key \"a\""},
      {"{\"a\": {\"b\": 1, \"\\u0062\": 2}}", "duplicate key \"b\""},
      {"{\"a\": \"\\ud800\"}", "not JSON"},
      {"{\"a\": \"\\udc00\"}", "not JSON"},
      {"{\"a\": \"\\ud800x\"}", "not JSON"},
      {"{\"\\udfff\": 1}", "not JSON"},
      {"{\"a\": \"\xff\"}", "not JSON"},
      {"{\"a\": \"\xed\xa0\x80\"}", "not JSON"},
      {"{\"a\": \"\x01\"}", "not JSON"},
      {"{\"a\": 1e999}", "too large"},
      {"\xef\xbb\xbf{}", "not JSON"},
      {deep, "deeper than 64"},
      {nested, "deeper than 64"},
      {many + "]", "over 50000 values"},
      {"{\"" + std::string(5000, 'k') + "\": 1}", "not JSON"},
  };
  for (const auto& row : rows) {
    const auto value = read_json(row.text);
    ASSERT_FALSE(value) << row.text.substr(0, 80);
    EXPECT_EQ(value.error().status, 400);
    EXPECT_NE(value.error().error.find(row.error), std::string::npos)
        << row.text.substr(0, 80) << " -> " << value.error().error;
    const auto from_file = read_json_body(in_file(row.text));
    ASSERT_FALSE(from_file) << row.text.substr(0, 80);
    EXPECT_EQ(from_file.error(), value.error());
  }
}

TEST(JsonReader, readsTheSameFromAFile) {
  // Escapes, and characters of several bytes, at each place around the end of a piece.
  for (std::size_t before = 65'520; before < 65'540; ++before) {
    const std::string filler(before, 'x');
    const auto body = in_file("{\"a\": \"" + filler + R"(\u00e9é\n\ud83d\ude00", "b": [1, "short", {"c": true}]})");
    const auto read = read_json_body(body);
    ASSERT_TRUE(read) << before << " " << read.error().error;
    ASSERT_EQ(read->long_texts.size(), 1u);
    const auto& [place, text] = *read->long_texts.begin();
    EXPECT_EQ(place, "a");
    EXPECT_EQ(text.file->read(text.offset, text.bytes), filler + "éé\n😀");
    EXPECT_EQ(text.characters, before + 4);
    EXPECT_FALSE(text.has_nul);
    EXPECT_EQ(read->value.at("a"), "");
    EXPECT_EQ(read->value.at("b").at(1), "short");
  }
}

TEST(JsonReader, namesThePlaceOfALongText) {
  const std::string filler(5'000, 'y');
  const auto read =
      read_json_body(in_file(R"({"testCases": [{"input": "1", "output": ")" + filler + R"("}, {"input": ")" + filler +
                             R"(\u0000", "tags": ["a", ")" + filler + R"("]}], "x": {"y": ")" + filler + "\"}}"));
  ASSERT_TRUE(read) << read.error().error;
  std::vector<std::string> places;
  for (const auto& [place, text] : read->long_texts) places.push_back(place);
  EXPECT_EQ(places,
            (std::vector<std::string>{"testCases[0].output", "testCases[1].input", "testCases[1].tags[1]", "x.y"}));
  EXPECT_TRUE(read->long_texts.at("testCases[1].input").has_nul);
  EXPECT_EQ(read->long_texts.at("x.y").bytes, 5'000);
}

TEST(JsonReader, holdsLittleOfManyTexts) {
  std::string many = "[\"\"";
  const std::string text(4'000, 'z');
  for (int i = 0; i < 2'000; ++i) many += ",\"" + text + "\"";
  const auto read = read_json_body(in_file(many + "]"));
  ASSERT_TRUE(read);
  EXPECT_GT(read->long_texts.size(), 900u) << "8 MB, of which 4 MiB are held";
  EXPECT_LT(read->long_texts.size(), 1'000u);
  std::string keys = "{\"a\":1";
  for (int i = 0; i < 5'000; ++i) keys += ",\"" + std::string(1'000, 'k') + std::to_string(i) + "\":1";
  const auto refused = read_json_body(in_file(keys + "}"));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().error.find("keys are over"), std::string::npos);
}

TEST(JsonReader, takesStrictJson) {
  std::string nested;
  for (int i = 0; i < 63; ++i) nested += '[';
  for (const std::string& text : {std::string("{}"), std::string(" {\"a\": [1, 2.5, -3, true, null, \"x\"]} \r\n"),
                                  std::string(R"({"a": "\ud83d\ude00 \u0000"})"), nested + std::string(63, ']'),
                                  std::string(R"([{"a": 1}, {"a": 2}])")}) {
    const auto value = read_json(text);
    EXPECT_TRUE(value) << text << (value ? "" : value.error().error);
  }
}

std::string error_of(std::string_view text, const std::function<void(Fields&)>& read) {
  const auto object = read_object(text);
  if (!object) return std::to_string(object.error().status) + " " + object.error().error;
  Fields fields(*object);
  read(fields);
  const auto refusal = fields.finish();
  return refusal ? std::to_string(refusal->status) + " " + refusal->error : "";
}

TEST(Fields, namesTheFieldAndTheBound) {
  const auto text = [](Fields& f) { f.text("a", {2, 4}); };
  const auto bytes = [](Fields& f) { f.text("a", {1, 4, TextBound::Unit::bytes}); };
  const auto integer = [](Fields& f) { f.integer_or("a", 0, -5, 5); };
  const auto number = [](Fields& f) { f.optional_number("a", 0, 0.5); };
  const auto flag = [](Fields& f) { f.boolean_or("a", true); };
  const auto choice = [](Fields& f) { f.choice("a", {"x", "y"}); };
  const auto texts = [](Fields& f) { f.texts_or_none("a", 2, {1, 3}); };
  const auto array = [](Fields& f) { f.array("a", 1, 2); };
  const auto object = [](Fields& f) { f.optional_object("a"); };
  struct Row {
    const char* text;
    std::function<void(Fields&)> read;
    const char* error;
  };
  const Row rows[] = {
      {"[]", text, "400 the body must be a JSON object"},
      {"{}", text, "400 a: required"},
      {R"({"a": "ab", "b": 1})", text, "400 b: unknown field"},
      {R"({"a": 1})", text, "400 a: must be a string"},
      {R"({"a": null})", text, "400 a: must be a string"},
      {R"({"a": "x"})", text, "422 a: under 2 characters"},
      {R"({"a": ""})", text, "422 a: must not be empty"},
      {R"({"a": "ééééé"})", text, "422 a: over 4 characters"},
      {R"({"a": "éééé"})", text, ""},
      {R"({"a": "ééé"})", bytes, "422 a: over 4 bytes"},
      {R"({"a": "x\u0000"})", text, "422 a: contains a NUL character, which cannot be stored"},
      {R"({"a": 1.5})", integer, "400 a: must be an integer"},
      {R"({"a": "1"})", integer, "400 a: must be an integer"},
      {R"({"a": 6})", integer, "422 a: must be -5 to 5"},
      {R"({"a": 18446744073709551615})", integer, "422 a: must be -5 to 5"},
      {R"({"a": 99999999999999999999999})", integer, "422 a: must be -5 to 5"},
      {R"({"a": -1e308})", integer, "422 a: must be -5 to 5"},
      {R"({"a": 5.0})", integer, ""},
      {R"({"a": -0.5e1})", integer, ""},
      {R"({"a": -5})", integer, ""},
      {R"({"a": 1})", number, "422 a: must be 0 to 0.5"},
      {R"({"a": true})", number, "400 a: must be a number"},
      {R"({"a": 1})", flag, "400 a: must be true or false"},
      {R"({"a": "z"})", choice, "422 a: must be one of x, y"},
      {R"({"a": 1})", choice, "400 a: must be a string"},
      {R"({"a": "x"})", texts, "400 a: must be an array of strings"},
      {R"({"a": ["x", 1]})", texts, "400 a: must be an array of strings"},
      {R"({"a": ["x", "y", "z"]})", texts, "422 a: over 2 entries"},
      {R"({"a": ["x", "long"]})", texts, "422 a[1]: over 3 characters"},
      {R"({"a": ["x", "x"]})", texts, "422 a: contains a duplicate"},
      {R"({"a": []})", array, "422 a: must have 1 to 2 entries"},
      {R"({"a": {}})", array, "400 a: must be an array"},
      {R"({"a": []})", object, "400 a: must be an object"},
  };
  for (const auto& row : rows) EXPECT_EQ(error_of(row.text, row.read), row.error) << row.text;
}

TEST(JsonWriter, escapesAndRepairs) {
  struct Row {
    std::string text;
    std::string json;
  };
  const Row rows[] = {
      {"plain", "\"plain\""},
      {"a\"b\\c\n\r\t", R"("a\"b\\c\n\r\t")"},
      {std::string("\0\x1f\x7f", 3), R"("\u0000\u001f\u007f")"},
      {"\xc3\xa9\xf0\x9f\x98\x80", "\"\xc3\xa9\xf0\x9f\x98\x80\""},
      {"a\xffz", "\"a\xef\xbf\xbdz\""},
      {"\xc3", "\"\xef\xbf\xbd\""},
  };
  for (const auto& row : rows) {
    std::string out;
    append_json_text(out, row.text);
    EXPECT_EQ(out, row.json);
    EXPECT_TRUE(read_json(out)) << out;
  }
}

}  // namespace
}  // namespace autograder::api
