# One call within the other for each bracket that is open.
text = input()
PARTNER = {"(": ")", "[": "]", "{": "}"}


def skip(at):
    """Behind what is balanced from here on."""
    while at < len(text) and text[at] in PARTNER:
        end = skip(at + 1)
        if end >= len(text) or text[end] != PARTNER[text[at]]:
            return len(text) + 1
        at = end + 1
    return at


print("yes" if skip(0) == len(text) else "no")
