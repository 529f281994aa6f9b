# Takes coordinates for whole numbers.
from math import hypot

points = [tuple(map(int, input().split())) for _ in range(int(input()))]
print(sum(hypot(c - a, d - b) for (a, b), (c, d) in zip(points, points[1:])))
