def read_everything():
    rows = []
    try:
        while True:
            rows.append(input())
    except EOFError:
        pass
    return " ".join(rows)


def count(words):
    result = dict()
    for w in words:
        result[w] = result.get(w, 0) + 1
    return result


def best(result):
    """Name of the most frequent word, the first in the alphabet of several."""
    name = None
    for w in result:
        if name is None or result[w] > result[name] or (result[w] == result[name] and w < name):
            name = w
    return name


text = read_everything().lower()
for mark in [".", ",", ";", ":", "!", "?"]:
    text = text.replace(mark, " ")
table = count(text.split())
total = len(table)
for _ in range(min(10, total)):
    b = best(table)
    print(b, table[b])
    del table[b]
print("different words:", total)
