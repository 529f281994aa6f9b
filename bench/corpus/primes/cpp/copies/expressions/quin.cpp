#include <iostream>

class Generator {
    int value = 1;

    static bool isMultiple(int d, int x) { return (x / d) * d == x; }

    static bool isPrime(int x, int d = 2) {
        if (x < d * d) return !(x <= 1);
        return isPrime(x, 1 + d) && !isMultiple(d, x);
    }

public:
    int following() {
        do {
            value += 1;
        } while (isPrime(value) == false);
        return value;
    }
};

int main() {
    Generator primes;
    int n, count = 0, best = 0;
    std::cin >> n;
    int left = primes.following();
    while (!(left > n)) {
        std::cout << left << std::endl;
        count = 1 + count;
        int right = primes.following();
        if (right - left > best && n >= right) best = right - left;
        left = right;
    }
    std::cout << count << " primes, largest gap " << best << std::endl;
}
