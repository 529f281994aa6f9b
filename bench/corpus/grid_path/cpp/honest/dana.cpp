#include <iostream>
#include <vector>
using namespace std;

int n, m;
vector<string> a;
vector<vector<int>> best;

void walk(int i, int j, int steps) {
    if (i < 0 || i >= n || j < 0 || j >= m)
        return;
    if (a[i][j] == '#')
        return;
    if (best[i][j] <= steps)
        return;
    best[i][j] = steps;
    walk(i + 1, j, steps + 1);
    walk(i, j + 1, steps + 1);
    walk(i - 1, j, steps + 1);
    walk(i, j - 1, steps + 1);
}

int main() {
    cin >> n >> m;
    a.resize(n);
    for (int i = 0; i < n; i++)
        cin >> a[i];
    best.assign(n, vector<int>(m, n * m + 1));
    walk(0, 0, 0);
    if (best[n - 1][m - 1] > n * m)
        cout << -1;
    else
        cout << best[n - 1][m - 1];
    cout << endl;
    return 0;
}
