#include <iostream>
#include <vector>
using namespace std;

int height, width;
vector<string> field;
vector<vector<int>> record;

void go(int row, int column, int length) {
    if (row < 0 || row >= height || column < 0 || column >= width)
        return;
    if (field[row][column] == '#')
        return;
    if (record[row][column] <= length)
        return;
    record[row][column] = length;
    go(row + 1, column, length + 1);
    go(row, column + 1, length + 1);
    go(row - 1, column, length + 1);
    go(row, column - 1, length + 1);
}

int main() {
    cin >> height >> width;
    field.resize(height);
    for (int row = 0; row < height; row++)
        cin >> field[row];
    record.assign(height, vector<int>(width, height * width + 1));
    go(0, 0, 0);
    if (record[height - 1][width - 1] > height * width)
        cout << -1;
    else
        cout << record[height - 1][width - 1];
    cout << endl;
    return 0;
}
