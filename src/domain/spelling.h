// Whether a name, an email address or a title looks like what it is: nobody passes for another user by characters that
// cannot be seen, or by letters that look alike. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace autograder {

// Why the text (UTF-8) is refused, to be read behind the field's name: "has the invisible character U+200B". Absent when
// nothing is wrong with it. Letters of several scripts are fine, but Latin, Greek and Cyrillic not within one word.
std::optional<std::string> spelling_fault(std::string_view text);

// The same for a title or a tag, which stands for nobody: what cannot be seen is refused alone, such as characters that turn
// the direction of what stands beside them. What joins or chooses the shape of the character before it is fine, as in emoji.
std::optional<std::string> unseen_fault(std::string_view text);

}  // namespace autograder
