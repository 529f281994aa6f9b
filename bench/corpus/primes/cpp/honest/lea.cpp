#include <iostream>
#include <vector>
using namespace std;

int main() {
    int n;
    cin >> n;
    vector<bool> composite(n + 1, false);
    int count = 0, last = 0, gap = 0;
    for (int i = 2; i <= n; i++) {
        if (composite[i]) continue;
        cout << i << "\n";
        count++;
        if (last > 0 && i - last > gap) gap = i - last;
        last = i;
        for (long long j = (long long)i * i; j <= n; j += i) composite[j] = true;
    }
    cout << count << " primes, largest gap " << gap << endl;
    return 0;
}
