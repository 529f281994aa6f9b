#include <iostream>
#include <queue>
#include <string>
#include <vector>
using namespace std;

int main() {
    int stepX[] = {0, 0, 1, -1}, stepY[] = {1, -1, 0, 0};
    queue<pair<int, int>> todo;
    int rows, cols;
    cin >> rows >> cols;
    vector<vector<int>> far(rows, vector<int>(cols, -1));
    vector<string> map(rows);
    for (auto& line : map) cin >> line;
    if (map[0][0] == '.') {
        todo.push({0, 0});
        far[0][0] = 0;
    }
    while (!todo.empty()) {
        auto [r, c] = todo.front();
        todo.pop();
        for (int k = 0; k < 4; k++) {
            int x = c + stepX[k], y = r + stepY[k];
            if (y < 0 || x < 0 || y >= rows || x >= cols) continue;
            if (map[y][x] == '#' || far[y][x] != -1) continue;
            todo.push({y, x});
            far[y][x] = far[r][c] + 1;
        }
    }
    cout << far[rows - 1][cols - 1] << endl;
}
