# Adds up each range from its first number.
n, q = map(int, input().split())
values = list(map(int, input().split()))
for _ in range(q):
    l, r = map(int, input().split())
    total = 0
    for i in range(l - 1, r):
        total += values[i]
    print(total)
