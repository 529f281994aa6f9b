import sys

PAIRS = {")": "(", "]": "[", "}": "{"}

for line in sys.stdin:
    stack = []
    ok = True
    for c in line.rstrip("\n"):
        if c in "([{":
            stack.append(c)
        elif c in PAIRS:
            if not stack or stack.pop() != PAIRS[c]:
                ok = False
                break
    print("balanced" if ok and not stack else "unbalanced")
