import sys

counts = {}
for line in sys.stdin:
    for word in line.lower().split():
        word = word.strip(".,;:!?")
        if not word:
            continue
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1

ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
for word, count in ranking[:10]:
    print(word, count)
print("different words:", len(counts))
