# Takes one innermost pair out, and starts again at the left.
text = list(input())
PAIRS = {("(", ")"), ("[", "]"), ("{", "}")}


def first_pair():
    for i in range(len(text) - 1):
        if (text[i], text[i + 1]) in PAIRS:
            return i
    return None


while (at := first_pair()) is not None:
    del text[at : at + 2]
print("no" if text else "yes")
