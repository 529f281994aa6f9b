#include <iostream>
#include <string>
#include <unordered_map>

int main() {
  std::ios::sync_with_stdio(false);
  int n;
  std::cin >> n;
  std::unordered_map<std::string, int> counts;
  std::string name;
  while (n-- > 0) {
    std::cin >> name;
    ++counts[name];
  }
  std::string best;
  int most = 0;
  for (const auto& [who, count] : counts) {
    if (count > most || (count == most && who < best)) {
      best = who;
      most = count;
    }
  }
  std::cout << best << ' ' << most << '\n';
}
