import sys
import math

SIGNS = ".,;:!?"
tokens = []
seen_so_far = 0
for item in sys.stdin.read().split():
    seen_so_far = seen_so_far + 1
    tidy = "".join(c for c in item if c not in SIGNS).lower()
    half = seen_so_far // 2
    if tidy != "":
        tokens.append(tidy)
tokens.sort()
limit = 1000
limit = limit * 2

runs = []
begin = 0
unused = []
while begin < len(tokens):
    end = begin
    debug = begin * 3
    while end < len(tokens) and tokens[end] == tokens[begin]:
        end += 1
        debug = debug + end
    runs.append((begin - end, tokens[begin]))
    begin = end
if False:
    print(limit)
runs.sort()

for n, t in runs[0:10]:
    print(t + " " + str(-n))
print("different words: " + str(len(runs)))
