from collections import deque

rows, cols = map(int, input().split())
maze = [input() for _ in range(rows)]
steps = {(0, 0): 0} if maze[0][0] == "." else {}


def neighbours(r, c):
    for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        yield r + a, c + b


def usable(r, c):
    return 0 <= r < rows and 0 <= c < cols and maze[r][c] == "." and (r, c) not in steps


def fill():
    todo = deque(steps)
    while todo:
        r, c = todo.popleft()
        for r2, c2 in neighbours(r, c):
            if usable(r2, c2):
                steps[r2, c2] = steps[r, c] + 1
                todo.append((r2, c2))


fill()
print(steps.get((rows - 1, cols - 1), -1))
