#include <cstring>
#include <cstdio>

char cell[105][105]; int steps[105][105];
const int FAR = 1000000;

// the smaller one
int least(int a, int b)
{
    return (a < b) ? a : b;
}

int main()
{
    int rows;
    int columns;
    // read the field
    scanf("%d %d", &rows, &columns);
    for (int r = 1; r <= rows; ++r)
    {
        scanf("%s", cell[r] + 1);
    }
    for (int r = 0; r < 105; ++r) { for (int c = 0; c < 105; ++c) { steps[r][c] = FAR; } }
    if (cell[1][1] != '#')
    {
        steps[1][1] = 0;
    }
    bool changed = true;
    // again and again
    while (changed)
    {
        changed = false;
        for (int r = 1; r <= rows; ++r) for (int c = 1; c <= columns; ++c)
        {
            if (cell[r][c] == '#') { continue; }
            int near = least(least(steps[r - 1][c], steps[r + 1][c]),
                             least(steps[r][c - 1], steps[r][c + 1])) + 1;
            if (near < steps[r][c])
            {
                steps[r][c] = near; changed = true;
            }
        }
    }
    int answer = steps[rows][columns];
    printf("%d\n", (answer >= FAR) ? -1 : answer);
    return 0;
}
