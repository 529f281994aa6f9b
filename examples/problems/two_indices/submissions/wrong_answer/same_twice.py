# Takes one number twice where its double is the target.
numbers = list(map(int, input().split()))
target = int(input())

where = {number: index for index, number in enumerate(numbers)}
for i, number in enumerate(numbers):
    if target - number in where:
        print(i, where[target - number])
        break
