size = input().split()
height = int(size[0])
width = int(size[1])
field = []
# a wall all around
field.append(["#"] * (width + 2))
for i in range(height):
    field.append(["#"] + list(input()) + ["#"])
field.append(["#"] * (width + 2))

number = 0
if field[1][1] == ".":
    field[1][1] = 0
found = True
while found and field[height][width] == ".":
    found = False
    for i in range(1, height + 1):
        for j in range(1, width + 1):
            if field[i][j] == number:
                if field[i - 1][j] == ".":
                    field[i - 1][j] = number + 1
                    found = True
                if field[i + 1][j] == ".":
                    field[i + 1][j] = number + 1
                    found = True
                if field[i][j - 1] == ".":
                    field[i][j - 1] = number + 1
                    found = True
                if field[i][j + 1] == ".":
                    field[i][j + 1] = number + 1
                    found = True
    number = number + 1
if field[height][width] == "." or field[height][width] == "#":
    print(-1)
else:
    print(field[height][width])
