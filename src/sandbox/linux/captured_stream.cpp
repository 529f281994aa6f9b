#include "sandbox/linux/captured_stream.h"

#include <algorithm>

namespace autograder {
namespace {

std::size_t size_of(Bytes bytes) {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, bytes.count));
}

}  // namespace

CapturedStream::CapturedStream(const Capture& bounds)
    : cuts_(bounds.left_out.count > 0),
      first_max_(cuts_ ? size_of(bounds.max) / 2 : size_of(bounds.max)),
      last_max_(size_of(bounds.max) - first_max_),
      all_max_(size_of(bounds.max) + size_of(bounds.left_out)) {}

void CapturedStream::add(std::string_view bytes) {
  if (bytes.size() > all_max_ - all_) {
    over_ = true;
    bytes = bytes.substr(0, all_max_ - all_);
  }
  all_ += bytes.size();
  const auto to_first = std::min(first_max_ - first_.size(), bytes.size());
  first_.append(bytes.substr(0, to_first));
  bytes.remove_prefix(to_first);
  if (bytes.size() > last_max_) bytes.remove_prefix(bytes.size() - last_max_);
  last_.append(bytes);
  if (last_.size() > 2 * last_max_) last_.erase(0, last_.size() - last_max_);
}

std::string CapturedStream::take() {
  if (last_.size() > last_max_) last_.erase(0, last_.size() - last_max_);
  std::string text = std::move(first_);
  if (all_ > first_max_ + last_max_) text += kLeftOut;
  return text + last_;
}

}  // namespace autograder
