#include <stdio.h>
#include <stdlib.h>

/* Sorted by value, the pair is found from both ends. */
struct item {
  long long value;
  int index;
};

static int by_value(const void* left, const void* right) {
  const long long a = ((const struct item*)left)->value;
  const long long b = ((const struct item*)right)->value;
  return (a > b) - (a < b);
}

static struct item items[20000];

int main(void) {
  int n = 0;
  long long target;
  for (int c = ' '; c != '\n'; c = getchar()) {
    if (n == 20000 || scanf("%lld", &items[n].value) != 1) return 1;
    items[n].index = n;
    ++n;
  }
  if (scanf("%lld", &target) != 1) return 1;
  qsort(items, (size_t)n, sizeof items[0], by_value);
  int low = 0, high = n - 1;
  while (low < high && items[low].value + items[high].value != target) {
    if (items[low].value + items[high].value < target) {
      ++low;
    } else {
      --high;
    }
  }
  const int a = items[low].index, b = items[high].index;
  printf("%d %d\n", a < b ? a : b, a < b ? b : a);
  return 0;
}
