// Marks of crashes in what a program wrote, and the places that addr2line printed of a file that a stranger made.
#include <algorithm>

#include "domain/text.h"
#include "fuzz/fuzz.h"
#include "judge/crash.h"
#include "judge/crash_mark.h"

using namespace autograder;

namespace {

constexpr std::string_view kFile = "main.cpp";

bool is_address(const std::string& text) {
  return !text.empty() && text.size() <= 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void take_marks(std::string_view text) {
  std::string errors(text);
  const auto mark = take_crash_mark(errors);
  fuzz::promise(mark ? errors.size() < text.size() : errors == text, "a mark is taken out, and nothing else is");
  if (!mark) return;
  fuzz::promise(mark->addresses.size() <= 8, "the addresses are few");
  fuzz::promise(std::ranges::all_of(mark->addresses, is_address), "no argument of addr2line but hexadecimal digits");
}

void read_printed(std::string_view printed, std::string_view source) {
  const auto places = read_places(printed, kFile, source);
  fuzz::promise(places.size() <= kPlacesMax, "the places are few");
  for (const auto& place : places) {
    fuzz::promise(place.line >= 1 && place.line <= count_lines(source), "a place is a line that the source has");
    fuzz::promise(place.function.find('\n') == std::string::npos, "a function is one line");
  }
  const auto rows = rows_of(places, kFile);
  fuzz::promise(static_cast<std::size_t>(std::ranges::count(rows, '\n')) == places.size(), "a row for each place");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  take_marks(input.part());
  const auto source = input.part();
  read_printed(input.rest(), source);
  return 0;
}
