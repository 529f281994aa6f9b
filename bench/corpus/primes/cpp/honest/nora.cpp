#include <algorithm>
#include <iostream>
#include <vector>

std::vector<int> primesUpTo(int n) {
    std::vector<int> primes;
    for (int x = 2; x <= n; x++) {
        bool good = true;
        for (int p : primes) {
            if (p * p > x) break;
            if (x % p == 0) {
                good = false;
                break;
            }
        }
        if (good) primes.push_back(x);
    }
    return primes;
}

int main() {
    int n;
    std::cin >> n;
    auto primes = primesUpTo(n);
    for (int p : primes) std::cout << p << '\n';
    int gap = 0;
    for (std::size_t i = 1; i < primes.size(); i++) gap = std::max(gap, primes[i] - primes[i - 1]);
    std::cout << primes.size() << " primes, largest gap " << gap << '\n';
}
