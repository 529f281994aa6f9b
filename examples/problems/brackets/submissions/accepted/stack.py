PARTNER = {")": "(", "]": "[", "}": "{"}
open_ones = []
balanced = True
for bracket in input():
    if bracket not in PARTNER:
        open_ones.append(bracket)
    elif not open_ones or open_ones.pop() != PARTNER[bracket]:
        balanced = False
        break
print("yes" if balanced and not open_ones else "no")
