from collections import deque

h, w = map(int, input().split())
grid = [input() for _ in range(h)]
dist = {(0, 0): 0} if grid[0][0] == "." else {}
queue = deque(dist)
while queue:
    y, x = queue.popleft()
    for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        ny, nx = y + dy, x + dx
        if 0 <= ny < h and 0 <= nx < w and grid[ny][nx] == "." and (ny, nx) not in dist:
            dist[ny, nx] = dist[y, x] + 1
            queue.append((ny, nx))
print(dist.get((h - 1, w - 1), -1))
