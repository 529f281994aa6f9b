// Keeps at most a thousand numbers.
#include <array>
#include <iostream>
#include <sstream>
#include <string>

int main() {
  std::string line;
  std::getline(std::cin, line);
  std::istringstream numbers(line);
  std::array<long long, 1000> a;
  std::size_t n = 0;
  for (long long x; numbers >> x;) a.at(n++) = x;
  long long target;
  std::cin >> target;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      if (a[i] + a[j] == target) std::cout << i << ' ' << j << '\n';
    }
  }
}
