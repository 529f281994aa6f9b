import sys
from itertools import groupby

data = sys.stdin.read()
clean = data.translate(str.maketrans("", "", ".,;:!?")).lower().split()
pairs = [(len(list(g)), w) for w, g in groupby(sorted(clean))]
pairs.sort(key=lambda p: p[1])
pairs.sort(key=lambda p: p[0], reverse=True)
for n, w in pairs[:10]:
    sys.stdout.write("%s %d\n" % (w, n))
sys.stdout.write("different words: %d\n" % len(pairs))
