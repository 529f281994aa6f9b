# Looks each name up in a list from its beginning.
n = int(input())
names, counts = [], []
for _ in range(n):
    name = input()
    if name in names:
        counts[names.index(name)] += 1
    else:
        names.append(name)
        counts.append(1)
most = max(counts)
print(min(name for name, count in zip(names, counts) if count == most), most)
