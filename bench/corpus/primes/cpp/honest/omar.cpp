#include <iostream>
#include <numeric>
#include <vector>
using namespace std;

int main() {
    // linear sieve with smallest prime factors
    int n; cin >> n;
    vector<int> spf(n + 1), ps;
    for (int v = 2; v <= n; ++v) {
        if (!spf[v]) { spf[v] = v; ps.push_back(v); }
        for (size_t k = 0; k < ps.size() && ps[k] <= spf[v] && 1LL * ps[k] * v <= n; ++k)
            spf[ps[k] * v] = ps[k];
    }
    vector<int> diff(ps.size());
    adjacent_difference(ps.begin(), ps.end(), diff.begin());
    int largest = 0;
    for (size_t k = 0; k < ps.size(); ++k) {
        cout << ps[k] << endl;
        if (k && diff[k] > largest) largest = diff[k];
    }
    cout << ps.size() << " primes, largest gap " << largest << endl;
}
