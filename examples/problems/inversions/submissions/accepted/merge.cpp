#include <algorithm>
#include <iostream>
#include <vector>

long long sort_and_count(std::vector<int>& values, int from, int to) {
  if (to - from < 2) return 0;
  const int middle = (from + to) / 2;
  long long inversions = sort_and_count(values, from, middle) + sort_and_count(values, middle, to);
  for (int left = from, right = middle; left < middle; ++left) {
    while (right < to && values[right] < values[left]) ++right;
    inversions += right - middle;
  }
  std::inplace_merge(values.begin() + from, values.begin() + middle, values.begin() + to);
  return inversions;
}

int main() {
  std::ios::sync_with_stdio(false);
  int n;
  std::cin >> n;
  std::vector<int> values(n);
  for (int& value : values) std::cin >> value;
  std::cout << sort_and_count(values, 0, n) << '\n';
}
