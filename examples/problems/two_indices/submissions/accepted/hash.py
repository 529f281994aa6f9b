numbers = list(map(int, input().split()))
target = int(input())

seen = {}
for j, number in enumerate(numbers):
    if target - number in seen:
        print(seen[target - number], j)
        break
    seen[number] = j
