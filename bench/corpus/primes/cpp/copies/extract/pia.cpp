#include <iostream>
#include <set>
using namespace std;

set<int> fill(int n)
{
    set<int> s;
    for (int i = 2; i <= n; i++)
        s.insert(i);
    return s;
}

void removeMultiples(set<int>& s, int p, int n)
{
    int m = p;
    while (m <= n)
    {
        s.erase(m);
        m = m + p;
    }
}

int wider(int p, int before, int widest)
{
    if (before != 0)
    {
        if (p - before > widest)
            return p - before;
    }
    return widest;
}

int main()
{
    int n;
    cin >> n;
    set<int> candidates = fill(n);
    int last = 0;
    int gap = 0;
    int amount = 0;
    while (!candidates.empty())
    {
        int p = *candidates.begin();
        cout << p << endl;
        amount = amount + 1;
        gap = wider(p, last, gap);
        last = p;
        removeMultiples(candidates, p, n);
    }
    cout << amount << " primes, largest gap " << gap << endl;
    return 0;
}
