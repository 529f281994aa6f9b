# Never stops greeting people with spaces in their names.
name = input()
greetings = 0
while " " in name:
    greetings += 1
print(f"Hello, {name}!")
