#include <iostream>
#include <set>
using namespace std;

int main()
{
    set<int> rest;
    int seen = 0;
    int big = 0;
    int old = 0;
    int limit;
    cin >> limit;
    for (int x = 2; x <= limit; x++)
        rest.insert(x);

    while (!rest.empty())
    {
        int q = *rest.begin();
        int m = q;
        seen = seen + 1;
        cout << q << endl;
        while (m <= limit)
        {
            rest.erase(m);
            m = m + q;
        }
        if (old != 0)
        {
            if (q - old > big)
                big = q - old;
        }
        old = q;
    }
    cout << seen << " primes, largest gap " << big << endl;
    return 0;
}
