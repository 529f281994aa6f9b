import sys

number = {}
rows = sys.stdin.readlines()
r = 0
while r < len(rows):
    parts = rows[r].lower().split()
    p = 0
    while p < len(parts):
        part = parts[p].strip(".,;:!?")
        p += 1
        if not part:
            continue
        if part in number:
            number[part] += 1
        else:
            number[part] = 1
    r += 1

order = sorted(number.items(), key=lambda item: (-item[1], item[0]))
i = 0
while i < len(order) and i < 10:
    print(order[i][0], order[i][1])
    i += 1
print("different words:", len(number))
