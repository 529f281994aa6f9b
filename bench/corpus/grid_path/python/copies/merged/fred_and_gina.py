import sys
from collections import deque


def run():
    tokens = sys.stdin.read().split()
    height, width = int(tokens[0]), int(tokens[1])
    lines = tokens[2:]
    far = {(0, 0): 0} if lines[0][0] != "#" else {}
    todo = deque(far)
    while todo:
        i, j = todo.popleft()
        if i == height - 1 and j == width - 1:
            return far[i, j]
        for a, b in [(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)]:
            if a in range(height) and b in range(width) and lines[a][b] != "#" and (a, b) not in far:
                far[a, b] = far[i, j] + 1
                todo.append((a, b))
    return -1


print(run())
