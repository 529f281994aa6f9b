import sys


def visit(y, x, t):
    if y < 0 or x < 0 or y == rows or x == cols:
        return
    if cells[y][x] == "#" or best[y][x] <= t:
        return
    best[y][x] = t
    visit(y - 1, x, t + 1)
    visit(y + 1, x, t + 1)
    visit(y, x - 1, t + 1)
    visit(y, x + 1, t + 1)


FAR = float("inf")
cells = []
rows, cols = map(int, input().split())
best = [[FAR] * cols for _ in range(rows)]
for _ in range(rows):
    cells.append(input().strip())
sys.setrecursionlimit(10 ** 6)
visit(0, 0, 0)
answer = best[rows - 1][cols - 1]
print(-1 if answer == FAR else answer)
