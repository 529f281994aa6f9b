#include <iostream>
#include <vector>
using namespace std;

int main() {
    int m;
    cin >> m;
    vector<bool> marked(m + 1, false);
    int c = 0, prev = 0, d = 0;
    int k = 2;
    while (k <= m) {
        if (!marked[k]) {
            cout << k << "\n";
            c++;
            if (prev > 0 && k - prev > d) d = k - prev;
            prev = k;
            long long t = (long long)k * k;
            while (t <= m) {
                marked[t] = true;
                t += k;
            }
        }
        k++;
    }
    cout << c << " primes, largest gap " << d << endl;
    return 0;
}
