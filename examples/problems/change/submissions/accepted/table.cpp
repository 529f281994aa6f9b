#include <algorithm>
#include <iostream>
#include <vector>

int main() {
  int k, m;
  std::cin >> k >> m;
  const int never = m + 1;
  std::vector<int> least(m + 1, never);
  least[0] = 0;
  while (k-- > 0) {
    int coin;
    std::cin >> coin;
    for (int amount = coin; amount <= m; ++amount) least[amount] = std::min(least[amount], least[amount - coin] + 1);
  }
  std::cout << (least[m] < never ? least[m] : -1) << '\n';
}
