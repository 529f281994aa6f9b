def best(result):
    name = None
    for w in result:
        if name is None or result[w] > result[name] or (result[w] == result[name] and w < name):
            name = w
    return name


def count(words):
    result = dict()
    for w in words:
        result[w] = result.get(w, 0) + 1
    return result


def read_everything():
    rows = []
    try:
        while True:
            rows.append(input())
    except EOFError:
        pass
    return " ".join(rows)


input_text = read_everything().lower()
for sign in [".", ",", ";", ":", "!", "?"]:
    input_text = input_text.replace(sign, " ")
words_found = count(input_text.split())
how_many = len(words_found)
for _ in range(min(10, how_many)):
    first = best(words_found)
    print(first, words_found[first])
    del words_found[first]
print("different words:", how_many)
