#include <iostream>
#include <vector>
using namespace std;

int main() {
    int upper;
    cin >> upper;
    vector<bool> crossed(upper + 1, false);
    int amount = 0, former = 0, widest = 0;
    for (int number = 2; number <= upper; number++) {
        if (crossed[number]) continue;
        cout << number << "\n";
        amount++;
        if (former > 0 && number - former > widest) widest = number - former;
        former = number;
        for (long long step = (long long)number * number; step <= upper; step += number) crossed[step] = true;
    }
    cout << amount << " primes, largest gap " << widest << endl;
    return 0;
}
