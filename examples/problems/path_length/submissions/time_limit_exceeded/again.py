# Measures the whole path so far again at each point.
import sys
from math import hypot

numbers = list(map(float, sys.stdin.read().split()))[1:]
points = list(zip(numbers[::2], numbers[1::2]))
length = 0
for end in range(len(points)):
    length = 0
    for (a, b), (c, d) in zip(points[:end], points[1 : end + 1]):
        length += hypot(c - a, d - b)
print(length)
