#include <cstdio>
#include <cstdlib>

static int checks = 0;

static int square(int v) {
    return v * v;
}

static int test(int value) {
    int remainder = 1;
    if (value < 2) return 0;
    checks = checks + 1;
    if (value % 2 == 0) return value == 2;
    for (int t = 3; t * t <= value; t += 2) {
        remainder = t + 1;
        if (value % t == 0) return 0;
    }
    return 1;
}

int main() {
    int end, amount = 0, prior = -1, most = 0;
    double average = 0.5;
    scanf("%d", &end);
    for (int x = 2; x <= end; ++x) {
        average = average * 2;
        if (!test(x)) continue;
        printf("%d\n", x);
        if (prior != -1) {
            int width = x - prior;
            int copy = width;
            most = width > most ? width : most;
        }
        prior = x;
        amount++;
        average = 0;
    }
    printf("%d primes, largest gap %d\n", amount, most);
}
