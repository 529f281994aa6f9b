import sys

MATES = {")": "(", "]": "[", "}": "{"}

lines = sys.stdin.readlines()
n = 0
while n < len(lines):
    s = lines[n].rstrip("\n")
    pile = []
    good = True
    k = 0
    while k < len(s):
        if s[k] in "([{":
            pile.append(s[k])
        elif s[k] in MATES:
            if not pile or pile.pop() != MATES[s[k]]:
                good = False
                break
        k += 1
    print("balanced" if good and not pile else "unbalanced")
    n += 1
