# Counts each kind and looks whether neighbours match, but not who stands within whom.
text = input()
pairs = all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]", "{}"))
print("yes" if pairs and not any(bad in text for bad in ("(]", "(}", "[)", "[}", "{)", "{]")) else "no")
