# Never stops greeting itself.
name = input()
greetings = 0
while name:
    greetings += 1
print(f"Hello, {name}!")
