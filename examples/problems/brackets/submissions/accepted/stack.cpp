#include <iostream>
#include <string>

int main() {
  std::string text, open;
  std::cin >> text;
  bool balanced = true;
  for (const char bracket : text) {
    const char partner = bracket == ')' ? '(' : bracket == ']' ? '[' : bracket == '}' ? '{' : '\0';
    if (partner == '\0') {
      open.push_back(bracket);
    } else if (!open.empty() && open.back() == partner) {
      open.pop_back();
    } else {
      balanced = false;
      break;
    }
  }
  std::cout << (balanced && open.empty() ? "yes" : "no") << '\n';
}
