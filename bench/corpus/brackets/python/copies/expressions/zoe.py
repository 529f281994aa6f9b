def mate(s):
    if ")" == s:
        return "("
    if "]" == s:
        return "["
    if "}" == s:
        return "{"
    return None


def good(text):
    pile = ""
    at = 0
    while at <= len(text) - 1:
        s = text[at]
        m = mate(s)
        if s in ("(", "[", "{"):
            pile += s
        elif not m is None:
            if not pile:
                return False
            if m != pile[len(pile) - 1]:
                return False
            pile = pile[0:len(pile) - 1]
        at += 1
    return not pile


while 1:
    try:
        row = input()
    except EOFError:
        break
    if not good(row):
        result = "un" + "balanced"
    else:
        result = "balanced"
    print(result)
