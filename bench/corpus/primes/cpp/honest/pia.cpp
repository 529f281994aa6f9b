#include <iostream>
#include <set>
using namespace std;

int main()
{
    int n;
    cin >> n;
    set<int> numbers;
    for (int i = 2; i <= n; i++)
        numbers.insert(i);

    int before = 0;
    int widest = 0;
    int total = 0;
    while (!numbers.empty())
    {
        int p = *numbers.begin();
        cout << p << endl;
        total = total + 1;
        if (before != 0)
        {
            if (p - before > widest)
                widest = p - before;
        }
        before = p;
        int multiple = p;
        while (multiple <= n)
        {
            numbers.erase(multiple);
            multiple = multiple + p;
        }
    }
    cout << total << " primes, largest gap " << widest << endl;
    return 0;
}
