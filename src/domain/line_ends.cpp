#include "domain/line_ends.h"

#include <utility>

namespace autograder {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kNamedMax = 5;  // in a sentence

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (std::size_t i = 0; i < texts.size() && i < kNamedMax; ++i) {
    if (i > 0) list += ", ";
    list += texts[i];
  }
  if (texts.size() > kNamedMax) list += " and " + std::to_string(texts.size() - kNamedMax) + " more";
  return list;
}

}  // namespace

std::string LineEndFilter::add(std::string_view piece) {
  std::string text = std::move(held_);
  held_.clear();
  text += piece;
  std::string_view rest = text;
  if (at_start_) {
    if (rest.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(rest)) {
      held_ = text;
      return {};
    }
    at_start_ = false;
    if (rest.starts_with(kByteOrderMark)) {
      found_.byte_order_mark = true;
      rest.remove_prefix(kByteOrderMark.size());
    }
  }
  std::string out;
  out.reserve(rest.size());
  while (!rest.empty()) {
    const auto at = rest.find('\r');
    out += rest.substr(0, at);
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at + 1);
    if (rest.empty()) {
      held_ = "\r";
    } else if (rest.front() == '\n') {
      found_.carriage_returns = true;
    } else {
      out += '\r';
    }
  }
  return out;
}

std::string LineEndFilter::finish() {
  at_start_ = false;
  return std::exchange(held_, {});
}

WindowsMarks marks_in(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) return {};
  return {bytes.find("\r\n") != std::string_view::npos, bytes.starts_with(kByteOrderMark)};
}

std::string without_marks(std::string_view text) {
  LineEndFilter filter;
  auto plain = filter.add(text);
  return plain + filter.finish();
}

void TextNotes::add(const std::string& text, const WindowsMarks& found) {
  if (found.carriage_returns) carriage_returns_.push_back(text);
  if (found.byte_order_mark) byte_order_marks_.push_back(text);
}

std::vector<TextNote> TextNotes::notes() const {
  std::vector<TextNote> notes;
  const bool converted = line_ends_ == LineEnds::convert;
  if (!carriage_returns_.empty()) {
    const auto list = list_of(carriage_returns_);
    notes.push_back({converted ? "lineEndsConverted" : "lineEndsKept", carriage_returns_,
                     converted ? list + ": CRLF line ends were converted to LF"
                               : list + ": CRLF line ends were kept; programs read \\r at the end of each line"});
  }
  if (!byte_order_marks_.empty()) {
    const auto list = list_of(byte_order_marks_);
    notes.push_back({converted ? "byteOrderMarkRemoved" : "byteOrderMarkKept", byte_order_marks_,
                     converted ? list + ": the byte order mark was removed"
                               : list + ": the byte order mark was kept; programs read it before the first word"});
  }
  return notes;
}

}  // namespace autograder
