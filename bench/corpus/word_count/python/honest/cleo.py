# sort all words, then count equal neighbours
import sys

PUNCTUATION = ".,;:!?"
words = []
for raw in sys.stdin.read().split():
    cleaned = "".join(c for c in raw if c not in PUNCTUATION).lower()
    if cleaned != "":
        words.append(cleaned)
words.sort()

groups = []
start = 0
while start < len(words):
    stop = start
    while stop < len(words) and words[stop] == words[start]:
        stop += 1
    groups.append((start - stop, words[start]))
    start = stop
groups.sort()

for negative, w in groups[0:10]:
    print(w + " " + str(-negative))
print("different words: " + str(len(groups)))
