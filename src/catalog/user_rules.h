// What a name, an email address and a password must be like, wherever they come from: over HTTP and from the command
// line. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace autograder {

constexpr std::size_t kUserNameMax = 100;  // characters
constexpr std::size_t kEmailMin = 3;       // bytes
constexpr std::size_t kEmailMax = 254;
constexpr std::size_t kPasswordMin = 8;   // bytes
constexpr std::size_t kPasswordMax = 72;  // bcrypt reads no more

// Why the text is refused, to be read behind the field's name: "over 100 characters". Absent when nothing is wrong.
std::optional<std::string> user_name_fault(std::string_view name);
// Only what is certainly no address is refused: whether it takes mail, mail alone can tell.
std::optional<std::string> email_fault(std::string_view email);
std::optional<std::string> password_fault(std::string_view password);

}  // namespace autograder
