#include <stdio.h>
#include <string.h>

char saved[10001];
int height;

int takes(char bracket) {
    return height > 0 && saved[--height] == bracket;
}

int step(char c) {
    switch (c) {
        case '(': case '[': case '{':
            saved[height++] = c;
            break;
        case ')':
            return takes('(');
        case ']':
            return takes('[');
        case '}':
            return takes('{');
    }
    return 1;
}

int check(const char *row) {
    int fine = 1;
    height = 0;
    for (int k = 0; row[k] && fine; k++) {
        fine = step(row[k]);
    }
    return fine && height == 0;
}

int main(void) {
    char row[10001];
    while (fgets(row, sizeof row, stdin)) {
        puts(check(row) ? "balanced" : "unbalanced");
    }
    return 0;
}
