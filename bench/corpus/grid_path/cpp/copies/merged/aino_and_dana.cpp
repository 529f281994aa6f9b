#include <iostream>
#include <queue>
#include <string>
#include <vector>
using namespace std;

int r, c;
vector<string> g;

int main() {
    cin >> r >> c;
    g.resize(r);
    for (int k = 0; k < r; k++)
        cin >> g[k];
    vector<vector<int>> low;
    low.assign(r, vector<int>(c, r * c + 1));
    queue<pair<int, int>> todo;
    if (g[0][0] == '.') {
        low[0][0] = 0;
        todo.push({0, 0});
    }
    int a[] = {1, -1, 0, 0}, b[] = {0, 0, 1, -1};
    while (!todo.empty()) {
        auto [i, j] = todo.front();
        todo.pop();
        for (int k = 0; k < 4; k++) {
            int y = i + a[k], x = j + b[k];
            if (y < 0 || x < 0 || y >= r || x >= c) continue;
            if (g[y][x] == '#' || low[y][x] <= low[i][j] + 1) continue;
            low[y][x] = low[i][j] + 1;
            todo.push({y, x});
        }
    }
    if (low[r - 1][c - 1] > r * c)
        cout << -1;
    else
        cout << low[r - 1][c - 1];
    cout << endl;
    return 0;
}
