def opening(symbol):
    if symbol == ")":
        return "("
    if symbol == "]":
        return "["
    if symbol == "}":
        return "{"
    return None


def check(line):
    open_brackets = ""
    position = 0
    while position < len(line):
        symbol = line[position]
        partner = opening(symbol)
        if symbol == "(" or symbol == "[" or symbol == "{":
            open_brackets = open_brackets + symbol
        elif partner is not None:
            if len(open_brackets) == 0:
                return False
            if open_brackets[-1] != partner:
                return False
            open_brackets = open_brackets[:-1]
        position = position + 1
    return len(open_brackets) == 0


while True:
    try:
        text = input()
    except EOFError:
        break
    if check(text):
        answer = "balanced"
    else:
        answer = "unbalanced"
    print(answer)
