// Room for a thousand different names, and the end when there are more.
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

int main() {
  std::ios::sync_with_stdio(false);
  int n;
  std::cin >> n;
  std::map<std::string, int> counts;
  std::string name;
  while (n-- > 0) {
    std::cin >> name;
    ++counts[name];
    if (counts.size() > 1000) std::abort();
  }
  std::string best;
  int most = 0;
  for (const auto& [who, count] : counts) {
    if (count > most) {
      best = who;
      most = count;
    }
  }
  std::cout << best << ' ' << most << '\n';
}
