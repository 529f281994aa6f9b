def slurp():
    lines_so_far = []
    try:
        while True:
            lines_so_far.append(input())
    except EOFError:
        pass
    return " ".join(lines_so_far)


def tally(tokens):
    histogram = dict()
    for t in tokens:
        histogram[t] = histogram.get(t, 0) + 1
    return histogram


def champion(histogram):
    winner = None
    for t in histogram:
        if winner is None or histogram[t] > histogram[winner] or (histogram[t] == histogram[winner] and t < winner):
            winner = t
    return winner


content = slurp().lower()
for sign in [".", ",", ";", ":", "!", "?"]:
    content = content.replace(sign, " ")
occurrences = tally(content.split())
distinct = len(occurrences)
for k in range(min(10, distinct)):
    c = champion(occurrences)
    print(c, occurrences[c])
    del occurrences[c]
print("different words:", distinct)
