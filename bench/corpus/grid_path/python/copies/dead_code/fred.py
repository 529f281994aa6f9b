from collections import deque
import random

rows, cols = map(int, input().split())
seed = 42
cells = [input() for _ in range(rows)]
far = {(0, 0): 0} if cells[0][0] == "." else {}
looked = 0
todo = deque(far)
history = []
while todo:
    r, c = todo.popleft()
    looked = looked + 1
    for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        r2, c2 = r + a, c + b
        total = r2 + c2
        if 0 <= r2 < rows and 0 <= c2 < cols and cells[r2][c2] == "." and (r2, c2) not in far:
            far[r2, c2] = far[r, c] + 1
            looked += total
            todo.append((r2, c2))
    seed = seed + 1
if 1 == 2:
    history = [seed]
print(far.get((rows - 1, cols - 1), -1))
