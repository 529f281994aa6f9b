// Checks that the amount is within its room, which is too small.
#include <algorithm>
#include <array>
#include <iostream>

int main() {
  int k, m;
  std::cin >> k >> m;
  std::array<int, 1001> least;
  least.fill(10000);
  least.at(0) = 0;
  (void)least.at(m);
  while (k-- > 0) {
    int coin;
    std::cin >> coin;
    for (int amount = coin; amount <= m; ++amount) least.at(amount) = std::min(least.at(amount), least.at(amount - coin) + 1);
  }
  std::cout << (least.at(m) < 10000 ? least.at(m) : -1) << '\n';
}
