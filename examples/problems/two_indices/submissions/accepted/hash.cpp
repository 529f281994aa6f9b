#include <iostream>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

int main() {
  std::string line;
  std::getline(std::cin, line);
  std::istringstream numbers(line);
  std::vector<long long> a;
  for (long long x; numbers >> x;) a.push_back(x);
  long long target;
  std::cin >> target;

  std::unordered_map<long long, int> seen;
  for (int j = 0; j < static_cast<int>(a.size()); ++j) {
    if (const auto i = seen.find(target - a[j]); i != seen.end()) {
      std::cout << i->second << ' ' << j << '\n';
      return 0;
    }
    seen[a[j]] = j;
  }
}
