# Tries every way to pay, and remembers none of them.
import sys

sys.setrecursionlimit(100000)
k, m = map(int, input().split())
coins = list(map(int, input().split()))


def least(amount, kinds):
    if amount == 0:
        return 0
    if kinds == 0:
        return 10**9
    coin = coins[kinds - 1]
    return min(least(amount - count * coin, kinds - 1) + count for count in range(amount // coin, -1, -1))


found = least(m, k)
print(found if found < 10**9 else -1)
