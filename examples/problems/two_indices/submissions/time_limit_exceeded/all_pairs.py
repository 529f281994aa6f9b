# Looks at every pair: two hundred million of them in the largest tests.
numbers = list(map(int, input().split()))
target = int(input())

for j in range(len(numbers)):
    for i in range(j):
        if numbers[i] + numbers[j] == target:
            print(i, j)
