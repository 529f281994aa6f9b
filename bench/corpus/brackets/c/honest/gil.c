#include <stdio.h>

char kinds[5000];
int depth;

int isOpen(int c) { return c == '(' || c == '[' || c == '{'; }
int isClose(int c) { return c == ')' || c == ']' || c == '}'; }
int pairOf(int c) { return c == '(' ? ')' : c + 2; }

int readLine(int *balanced) {
    int c;
    depth = 0;
    *balanced = 1;
    c = getchar();
    if (c == EOF) return 0;
    while (c != '\n' && c != EOF) {
        if (isOpen(c)) {
            kinds[depth] = pairOf(c);
            depth = depth + 1;
        }
        if (isClose(c)) {
            depth = depth - 1;
            if (depth < 0 || kinds[depth] != c) {
                *balanced = 0;
                depth = 0;
            }
        }
        c = getchar();
    }
    if (depth > 0) *balanced = 0;
    return 1;
}

int main() {
    int balanced;
    while (readLine(&balanced)) {
        if (balanced)
            printf("balanced\n");
        else
            printf("unbalanced\n");
    }
    return 0;
}
