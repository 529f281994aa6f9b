import heapq
import sys


def main():
    data = sys.stdin.read().split()
    rows, cols = int(data[0]), int(data[1])
    maze = data[2:]

    def guess(r, c):
        return rows - 1 - r + cols - 1 - c

    # A*: (estimate, steps, row, column)
    heap = []
    if maze[0][0] != "#":
        heapq.heappush(heap, (guess(0, 0), 0, 0, 0))
    closed = set()
    while heap:
        _, steps, r, c = heapq.heappop(heap)
        if (r, c) in closed:
            continue
        closed.add((r, c))
        if r == rows - 1 and c == cols - 1:
            return steps
        for r2, c2 in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
            if r2 in range(rows) and c2 in range(cols) and maze[r2][c2] != "#":
                heapq.heappush(heap, (steps + 1 + guess(r2, c2), steps + 1, r2, c2))
    return -1


print(main())
