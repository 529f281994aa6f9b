// Sums in 32 bits, which do not hold three houses of a thousand million each.
#include <cstdint>
#include <iostream>
#include <vector>

int main() {
  int n, q;
  std::cin >> n >> q;
  std::vector<std::uint32_t> prefix(n + 1);
  for (int i = 1; i <= n; ++i) {
    std::int32_t value;
    std::cin >> value;
    prefix[i] = prefix[i - 1] + static_cast<std::uint32_t>(value);
  }
  while (q-- > 0) {
    int l, r;
    std::cin >> l >> r;
    std::cout << static_cast<std::int32_t>(prefix[r] - prefix[l - 1]) << '\n';
  }
}
