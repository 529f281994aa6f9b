#include <stdio.h>

char stack[5000];
int size;

int opens(int k) { return k == '(' || k == '[' || k == '{'; }
int closes(int k) { return k == ')' || k == ']' || k == '}'; }
int other(int k) { return k == '(' ? ')' : k + 2; }

int line(int *good) {
    int k = getchar();
    size = 0;
    *good = 1;
    if (k == EOF) return 0;
    for (; k != '\n' && k != EOF; k = getchar()) {
        if (opens(k)) {
            stack[size] = other(k);
            size++;
        }
        if (closes(k)) {
            size--;
            if (size < 0 || stack[size] != k) {
                *good = 0;
                size = 0;
            }
        }
    }
    if (size > 0) *good = 0;
    return 1;
}

int main() {
    int good;
    for (; line(&good); ) {
        if (good)
            printf("balanced\n");
        else
            printf("unbalanced\n");
    }
    return 0;
}
