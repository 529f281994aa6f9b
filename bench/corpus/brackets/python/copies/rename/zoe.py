def partner_of(c):
    if c == ")":
        return "("
    if c == "]":
        return "["
    if c == "}":
        return "{"
    return None


def is_fine(s):
    stack = ""
    i = 0
    while i < len(s):
        c = s[i]
        p = partner_of(c)
        if c == "(" or c == "[" or c == "{":
            stack = stack + c
        elif p is not None:
            if len(stack) == 0:
                return False
            if stack[-1] != p:
                return False
            stack = stack[:-1]
        i = i + 1
    return len(stack) == 0


while True:
    try:
        row = input()
    except EOFError:
        break
    if is_fine(row):
        word = "balanced"
    else:
        word = "unbalanced"
    print(word)
