// Numbers of single precision: a thousandth is lost beside a million.
#include <cmath>
#include <iomanip>
#include <iostream>

int main() {
  int n;
  float x, y;
  std::cin >> n >> x >> y;
  float length = 0;
  while (--n > 0) {
    float next_x, next_y;
    std::cin >> next_x >> next_y;
    length += std::hypot(next_x - x, next_y - y);
    x = next_x;
    y = next_y;
  }
  std::cout << std::setprecision(9) << length << '\n';
}
