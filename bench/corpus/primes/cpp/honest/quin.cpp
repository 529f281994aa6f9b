#include <iostream>

class Finder {
    int current = 1;

    static bool divides(int d, int x) { return x % d == 0; }

    static bool prime(int x, int d = 2) {
        if (d * d > x) return x > 1;
        return !divides(d, x) && prime(x, d + 1);
    }

public:
    int next() {
        do {
            current++;
        } while (!prime(current));
        return current;
    }
};

int main() {
    Finder finder;
    int n, k = 0, gap = 0;
    std::cin >> n;
    int a = finder.next();
    while (a <= n) {
        std::cout << a << "\n";
        k++;
        int b = finder.next();
        if (b <= n && gap < b - a) gap = b - a;
        a = b;
    }
    std::cout << k << " primes, largest gap " << gap << "\n";
}
