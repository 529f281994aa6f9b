// The bytes of one captured output stream, within the bounds of its Capture.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/sandbox.h"

namespace autograder {

class CapturedStream final {
 public:
  explicit CapturedStream(const Capture& bounds = {});

  void add(std::string_view bytes);
  // More came than the bounds allow: the run has to end.
  bool over() const { return over_; }
  // The bytes that were kept. Once.
  std::string take();

 private:
  bool cuts_;
  std::size_t first_max_;  // of the beginning
  std::size_t last_max_;   // of the end, where the middle may be left out
  std::size_t all_max_;
  std::size_t all_ = 0;
  std::string first_;
  std::string last_;  // grows to twice its bound before it is cut, so that cutting costs little
  bool over_ = false;
};

}  // namespace autograder
