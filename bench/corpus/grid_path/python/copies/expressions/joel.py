import sys
sys.setrecursionlimit(1000000)

h, w = [int(t) for t in input().split()]
maze = []
for _ in range(h):
    maze += [input().strip()]
FAR = 10 ** 9
low = [[FAR for _ in range(w)] for _ in range(h)]


def explore(r, c, steps):
    if not (0 <= r < h and 0 <= c < w):
        return
    if not (steps < low[r][c]) or maze[r][c] == "#":
        return
    low[r][c] = steps
    steps += 1
    explore(r, 1 + c, steps)
    explore(1 + r, c, steps)
    explore(r, c - 1, steps)
    explore(r - 1, c, steps)


explore(0, 0, 0)
end = low[-1][-1]
print(end if end != FAR else -1)
