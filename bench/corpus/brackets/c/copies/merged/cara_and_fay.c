#include <stdio.h>
#include <string.h>
#define SIZE 10000

void onlyBrackets(const char *a, char *b) {
    while (*a) {
        if (strchr("()[]{}", *a) != NULL) *b++ = *a;
        a++;
    }
    *b = 0;
}

int main() {
    char text[SIZE], few[SIZE], pile[SIZE];
    while (fgets(text, SIZE, stdin) != NULL) {
        int n = 0, good = 1;
        onlyBrackets(text, few);
        for (int k = 0; few[k] && good; k++) {
            switch (few[k]) {
                case '(': case '[': case '{':
                    pile[n++] = few[k];
                    break;
                case ')':
                    good = n > 0 && pile[--n] == '(';
                    break;
                case ']':
                    good = n > 0 && pile[--n] == '[';
                    break;
                case '}':
                    good = n > 0 && pile[--n] == '{';
                    break;
            }
        }
        puts(good && n == 0 ? "balanced" : "unbalanced");
    }
    return 0;
}
