k, m = map(int, input().split())
coins = list(map(int, input().split()))
NEVER = m + 1
least = [0] + [NEVER] * m
for coin in coins:
    for amount in range(coin, m + 1):
        if least[amount - coin] + 1 < least[amount]:
            least[amount] = least[amount - coin] + 1
print(least[m] if least[m] < NEVER else -1)
