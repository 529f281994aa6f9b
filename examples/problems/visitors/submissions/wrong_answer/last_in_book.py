# Of several that came equally often, takes the one that came first for the first time last.
import sys
from collections import Counter

names = sys.stdin.read().split()[1:]
counts = Counter(names)
most = max(counts.values())
print([name for name in counts if counts[name] == most][-1], most)
