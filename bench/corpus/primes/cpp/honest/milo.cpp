#include <cstdio>

// trial division, only odd divisors
static int isPrime(int x) {
    if (x < 2) return 0;
    if (x % 2 == 0) return x == 2;
    for (int d = 3; d * d <= x; d += 2)
        if (x % d == 0) return 0;
    return 1;
}

int main() {
    int limit, found = 0, previous = -1, best = 0;
    scanf("%d", &limit);
    for (int candidate = 2; candidate <= limit; ++candidate) {
        if (!isPrime(candidate)) continue;
        printf("%d\n", candidate);
        if (previous != -1) {
            int distance = candidate - previous;
            best = distance > best ? distance : best;
        }
        previous = candidate;
        found++;
    }
    printf("%d primes, largest gap %d\n", found, best);
}
