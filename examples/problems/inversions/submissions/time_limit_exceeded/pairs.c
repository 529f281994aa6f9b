/* Looks at every pair: forty-five thousand million of them, too many for C as well. */
#include <stdio.h>

static int values[300000];

int main(void) {
  int n;
  if (scanf("%d", &n) != 1) return 1;
  long long inversions = 0;
  for (int j = 0; j < n; ++j) {
    if (scanf("%d", &values[j]) != 1) return 1;
    for (int i = 0; i < j; ++i) {
      if (values[i] > values[j]) ++inversions;
    }
  }
  printf("%lld\n", inversions);
}
