#include "insight/similarity/not_compared.h"

namespace autograder::similarity {

std::string reason_of(NotCompared why, SourceLanguage language) {
  const std::string begin = "not compared because ";
  switch (why) {
    case NotCompared::too_large:
      return begin + "the source is larger than " + std::to_string(kSourceBytesMax / 1024) + " KiB";
    case NotCompared::not_utf8:
      return begin + "the source is not valid UTF-8";
    case NotCompared::binary:
      return begin + "the source is not text";
    case NotCompared::too_many_tokens:
      return begin + "the program has more than " + std::to_string(kTokensMax) + " tokens";
    case NotCompared::too_deep:
      return begin + "its brackets or statements are nested deeper than " + std::to_string(kDepthMax);
    case NotCompared::another_language:
      return begin + "the program does not look like " + std::string(name_of(language));
    case NotCompared::too_short:
      return begin + "the program is too short to tell";
  }
  return begin + "of an unknown reason";
}

}  // namespace autograder::similarity
