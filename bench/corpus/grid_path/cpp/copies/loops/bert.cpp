#include <cstdio>
#include <cstring>

char board[105][105];
int away[105][105];
const int INF = 1000000;

int smaller(int p, int q) { return p < q ? p : q; }

int main() {
    int h, w;
    scanf("%d %d", &h, &w);
    int i = 1;
    while (i <= h) {
        scanf("%s", board[i] + 1);
        ++i;
    }
    i = 0;
    while (i < 105) {
        int j = 0;
        while (j < 105) {
            away[i][j] = INF;
            ++j;
        }
        ++i;
    }
    if (board[1][1] != '#') away[1][1] = 0;
    bool again;
    do {
        again = false;
        int y = 1;
        while (y <= h) {
            int x = 1;
            while (x <= w) {
                if (board[y][x] != '#') {
                    int best = smaller(smaller(away[y - 1][x], away[y + 1][x]), smaller(away[y][x - 1], away[y][x + 1])) + 1;
                    if (best < away[y][x]) {
                        away[y][x] = best;
                        again = true;
                    }
                }
                ++x;
            }
            ++y;
        }
    } while (again);
    int result = away[h][w];
    printf("%d\n", result >= INF ? -1 : result);
    return 0;
}
