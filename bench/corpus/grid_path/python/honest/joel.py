import sys
sys.setrecursionlimit(10 ** 6)

n, m = map(int, input().split())
a = []
for _ in range(n):
    a.append(input().strip())
INF = float("inf")
d = [[INF] * m for _ in range(n)]


def go(i, j, k):
    if i < 0 or j < 0 or i == n or j == m:
        return
    if a[i][j] == "#" or d[i][j] <= k:
        return
    d[i][j] = k
    go(i, j + 1, k + 1)
    go(i + 1, j, k + 1)
    go(i, j - 1, k + 1)
    go(i - 1, j, k + 1)


go(0, 0, 0)
result = d[n - 1][m - 1]
print(-1 if result == INF else result)
