# A Fenwick tree over the ranks of the values.
import sys

data = list(map(int, sys.stdin.buffer.read().split()))
values = data[1:]
rank = {value: place for place, value in enumerate(sorted(set(values)), 1)}
size = len(rank)
tree = [0] * (size + 1)
inversions = 0
for seen, value in enumerate(values):
    place = rank[value]
    not_above = 0
    i = place
    while i:
        not_above += tree[i]
        i &= i - 1
    inversions += seen - not_above
    i = place
    while i <= size:
        tree[i] += 1
        i += i & -i
print(inversions)
