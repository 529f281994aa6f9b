from collections import deque
import sys

# do two brackets belong together?
def matches(a, b): return ((a + b) in ('()', '[]', '{}'))


# the answer for one line
def verdict(line):

    waiting = deque()    # open brackets

    for char in line:

        # an open one
        if char in '([{':
            waiting.appendleft(char); continue

        # no bracket
        if char not in ')]}': continue

        # a closing one
        if ((len(waiting) == 0) or (not matches(waiting.popleft(), char))): return 'unbalanced'

    return ('unbalanced' if waiting else 'balanced')

print(*map(verdict, sys.stdin.read().split('\n')[:-1]), sep='\n')
