import heapq
import sys


def solve():
    words = sys.stdin.read().split()
    height, width = int(words[0]), int(words[1])
    field = words[2:]

    def rest(i, j):
        return height - 1 - i + width - 1 - j

    queue = []
    if field[0][0] != "#":
        heapq.heappush(queue, (rest(0, 0), 0, 0, 0))
    done = set()
    while queue:
        _, length, i, j = heapq.heappop(queue)
        if (i, j) in done:
            continue
        done.add((i, j))
        if i == height - 1 and j == width - 1:
            return length
        for a, b in [(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)]:
            if a in range(height) and b in range(width) and field[a][b] != "#":
                heapq.heappush(queue, (length + 1 + rest(a, b), length + 1, a, b))
    return -1


print(solve())
