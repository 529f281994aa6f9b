#include <iostream>
#include <queue>
#include <string>
#include <vector>
using namespace std;

int rows, columns;
vector<string> field;
vector<vector<int>> steps;
queue<pair<int, int>> waiting;

bool blocked(int r, int c) {
    if (r < 0 || c < 0 || r >= rows || c >= columns) return true;
    return field[r][c] == '#' || steps[r][c] != -1;
}

void enter(int r, int c, int count) {
    steps[r][c] = count;
    waiting.push({r, c});
}

void expand(int r, int c) {
    int down[] = {1, -1, 0, 0}, right[] = {0, 0, 1, -1};
    for (int k = 0; k < 4; k++) {
        int r2 = r + down[k], c2 = c + right[k];
        if (blocked(r2, c2)) continue;
        enter(r2, c2, steps[r][c] + 1);
    }
}

int main() {
    cin >> rows >> columns;
    field.resize(rows);
    for (auto& line : field) cin >> line;
    steps.assign(rows, vector<int>(columns, -1));
    if (field[0][0] == '.') enter(0, 0, 0);
    while (!waiting.empty()) {
        auto [r, c] = waiting.front();
        waiting.pop();
        expand(r, c);
    }
    cout << steps[rows - 1][columns - 1] << endl;
}
