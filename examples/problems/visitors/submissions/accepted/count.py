import sys
from collections import Counter

names = sys.stdin.buffer.read().split()[1:]
counts = Counter(names)
most = max(counts.values())
print(min(name for name, count in counts.items() if count == most).decode(), most)
