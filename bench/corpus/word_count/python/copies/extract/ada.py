import sys


def clean(raw):
    return raw.strip(".,;:!?")


def add(table, w):
    if w in table:
        table[w] += 1
    else:
        table[w] = 1


def add_line(table, line):
    for raw in line.lower().split():
        w = clean(raw)
        if not w:
            continue
        add(table, w)


def show(table):
    in_order = sorted(table.items(), key=lambda item: (-item[1], item[0]))
    for w, n in in_order[:10]:
        print(w, n)


histogram = {}
for row in sys.stdin:
    add_line(histogram, row)
show(histogram)
print("different words:", len(histogram))
