parts = input().split()
rows = int(parts[0])
cols = int(parts[1])
board = []
board.append(["#"] * (cols + 2))
k = 0
while k < rows:
    board.append(["#"] + list(input()) + ["#"])
    k += 1
board.append(["#"] * (cols + 2))

step = 0
if board[1][1] == ".":
    board[1][1] = 0
again = True
while again and board[rows][cols] == ".":
    again = False
    r = 1
    while r < rows + 1:
        c = 1
        while c < cols + 1:
            if board[r][c] == step:
                if board[r - 1][c] == ".":
                    board[r - 1][c] = step + 1
                    again = True
                if board[r + 1][c] == ".":
                    board[r + 1][c] = step + 1
                    again = True
                if board[r][c - 1] == ".":
                    board[r][c - 1] = step + 1
                    again = True
                if board[r][c + 1] == ".":
                    board[r][c + 1] = step + 1
                    again = True
            c += 1
        r += 1
    step += 1
if board[rows][cols] == "." or board[rows][cols] == "#":
    print(-1)
else:
    print(board[rows][cols])
