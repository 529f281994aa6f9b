#include <cmath>
#include <iomanip>
#include <iostream>

int main() {
  std::ios::sync_with_stdio(false);
  int n;
  double x, y;
  std::cin >> n >> x >> y;
  double length = 0;
  while (--n > 0) {
    double next_x, next_y;
    std::cin >> next_x >> next_y;
    length += std::hypot(next_x - x, next_y - y);
    x = next_x;
    y = next_y;
  }
  std::cout << std::setprecision(15) << length << '\n';
}
