import sys
sys.setrecursionlimit(100000)


class Bad(Exception):
    pass


def closing(symbol):
    if symbol == "(":
        return ")"
    if symbol == "[":
        return "]"
    if symbol == "{":
        return "}"
    return None


def parse(s, i, wanted):
    while i < len(s):
        symbol = s[i]
        partner = closing(symbol)
        if symbol == wanted:
            return i + 1
        if symbol == ")" or symbol == "]" or symbol == "}":
            raise Bad
        if partner is not None:
            i = parse(s, i + 1, partner)
        else:
            i += 1
    if wanted is not None:
        raise Bad
    return i


while True:
    try:
        text = input()
    except EOFError:
        break
    try:
        parse(text, 0, None)
        answer = "balanced"
    except Bad:
        answer = "unbalanced"
    print(answer)
