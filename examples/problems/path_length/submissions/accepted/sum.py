import sys
from math import hypot

numbers = list(map(float, sys.stdin.read().split()))[1:]
xs, ys = numbers[::2], numbers[1::2]
print(sum(hypot(b - a, d - c) for a, b, c, d in zip(xs, xs[1:], ys, ys[1:])))
