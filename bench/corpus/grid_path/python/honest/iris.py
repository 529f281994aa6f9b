import sys
lines = sys.stdin.read().split("\n")
n, m = [int(t) for t in lines[0].split()]
free = {complex(i, j) for i in range(n) for j in range(m) if lines[1 + i][j] != "#"}
goal = complex(n - 1, m - 1)
layer = {0j} & free
steps = 0
while layer and goal not in layer:
    free -= layer
    layer = {z + d for z in layer for d in (1, -1, 1j, -1j)} & free
    steps += 1
print(steps if layer else -1)
