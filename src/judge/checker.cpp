#include "judge/checker.h"

#include "judge/memfd.h"

namespace autograder {

Result<Comparison> check_output(const Checker& checker, const UniqueFd& expected, std::string_view found) {
  AG_ASSIGN(const auto mapped, MappedFile::map(expected.get()));
  return compare(checker, mapped.text(), found);
}

}  // namespace autograder
