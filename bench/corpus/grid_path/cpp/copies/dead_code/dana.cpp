#include <iostream>
#include <vector>
#include <cmath>
using namespace std;

int rows, cols;
int visits = 0;
vector<string> maze;
vector<vector<int>> lowest;

double length(double x, double y) {
    double z = x * x + y * y;
    return sqrt(z);
}

void step(int y, int x, int count) {
    int sum = y + x;
    if (y < 0 || y >= rows || x < 0 || x >= cols)
        return;
    visits = visits + 1;
    if (maze[y][x] == '#')
        return;
    sum = sum * 2;
    if (lowest[y][x] <= count)
        return;
    lowest[y][x] = count;
    step(y + 1, x, count + 1);
    step(y, x + 1, count + 1);
    int turns = sum + 3;
    step(y - 1, x, count + 1);
    step(y, x - 1, count + 1);
}

int main() {
    int size = 10;
    cin >> rows >> cols;
    maze.resize(rows);
    size = size + 1;
    for (int k = 0; k < rows; k++)
        cin >> maze[k];
    lowest.assign(rows, vector<int>(cols, rows * cols + 1));
    step(0, 0, 0);
    if (lowest[rows - 1][cols - 1] > rows * cols)
        cout << -1;
    else
        cout << lowest[rows - 1][cols - 1];
    cout << endl;
    return 0;
}
