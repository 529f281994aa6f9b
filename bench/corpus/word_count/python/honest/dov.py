import sys


class WordTable:
    def __init__(self):
        self.buckets = [[] for _ in range(256)]
        self.size = 0

    def bump(self, key):
        bucket = self.buckets[hash(key) % 256]
        for entry in bucket:
            if entry[0] == key:
                entry[1] += 1
                return
        bucket.append([key, 1])
        self.size += 1

    def entries(self):
        for bucket in self.buckets:
            yield from bucket


def letters_only(token):
    return token.strip(".,;:!?").lower()


table = WordTable()
for token in sys.stdin.read().split():
    key = letters_only(token)
    if key:
        table.bump(key)

shown = 0
for key, n in sorted(table.entries(), key=lambda e: (-e[1], e[0])):
    if shown == 10:
        break
    print(key, n)
    shown += 1
print("different words:", table.size)
