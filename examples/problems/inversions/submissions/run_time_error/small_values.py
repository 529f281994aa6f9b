# A Fenwick tree over the values themselves, with room for a hundred on either side of zero.
input()
ROOM = 100
tree = [0] * (2 * ROOM + 2)
inversions = 0
for seen, value in enumerate(map(int, input().split())):
    place = i = value + ROOM + 1
    not_above = 0
    while i:
        not_above += tree[i]
        i &= i - 1
    inversions += seen - not_above
    i = place
    while i < len(tree):
        tree[i] += 1
        i += i & -i
print(inversions)
