from collections import Counter
import re
import sys


def main():
    text = sys.stdin.read().lower()
    found = re.findall(r"[a-z']+", text)
    frequency = Counter(found)
    top = sorted(frequency, key=lambda w: (-frequency[w], w))[:10]
    print("\n".join(f"{w} {frequency[w]}" for w in top))
    print(f"different words: {len(frequency)}")


main()
