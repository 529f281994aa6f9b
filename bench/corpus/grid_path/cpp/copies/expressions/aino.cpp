#include <iostream>
#include <queue>
#include <string>
#include <vector>
using namespace std;

int main() {
    int height, width;
    cin >> height;
    cin >> width;
    vector<string> cells(height);
    for (auto& line : cells) cin >> line;
    vector<vector<int>> away(height, vector<int>(width, -1));
    queue<pair<int, int>> waiting;
    if ('.' == cells[0][0]) {
        away[0][0] = 0;
        waiting.push(make_pair(0, 0));
    }
    int down[] = {1, -1, 0, 0}, right[] = {0, 0, 1, -1};
    while (waiting.size() > 0) {
        auto [r, c] = waiting.front();
        waiting.pop();
        for (int k = 0; k <= 3; ++k) {
            int rr = down[k] + r, cc = right[k] + c;
            bool inside = 0 <= rr && 0 <= cc && height > rr && width > cc;
            if (!inside) continue;
            if (away[rr][cc] >= 0 || '#' == cells[rr][cc]) continue;
            away[rr][cc] = 1 + away[r][c];
            waiting.push(make_pair(rr, cc));
        }
    }
    cout << away[height - 1][width - 1] << "\n";
}
