import sys


class Dictionary:
    def __init__(self):
        self.cells = [list() for _ in range(2 ** 8)]
        self.used = 0

    def increase(self, word):
        cell = self.cells[hash(word) % (2 ** 8)]
        for pair in cell:
            if word == pair[0]:
                pair[1] = 1 + pair[1]
                return
        cell += [[word, 1]]
        self.used = 1 + self.used

    def all(self):
        for cell in self.cells:
            yield from cell


def normal(raw):
    return raw.lower().strip("?!:;,.")


words = Dictionary()
for raw in sys.stdin.read().split():
    word = normal(raw)
    if len(word) > 0:
        words.increase(word)

printed = 0
for word, times in sorted(words.all(), key=lambda p: (0 - p[1], p[0])):
    if not printed < 10:
        break
    print(f"{word} {times}")
    printed = printed + 1
print("different words: " + str(words.used))
