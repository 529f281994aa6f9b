# Expects a name of one word.
(name,) = input().split()
print(f"Hello, {name}!")
