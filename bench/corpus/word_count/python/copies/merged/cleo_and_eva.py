import sys


def gather():
    lines = []
    try:
        while True:
            lines.append(input())
    except EOFError:
        pass
    return " ".join(lines)


content = gather().lower()
for sign in [".", ",", ";", ":", "!", "?"]:
    content = content.replace(sign, " ")
tokens = content.split()
tokens.sort()

runs = []
a = 0
while a < len(tokens):
    b = a
    while b < len(tokens) and tokens[b] == tokens[a]:
        b += 1
    runs.append((a - b, tokens[a]))
    a = b
runs.sort()

for minus, t in runs[0:10]:
    print(t + " " + str(-minus))
print("different words: " + str(len(runs)))
