#include <stdio.h>
#include <string.h>
#define MAX 10000

int removePairs(char *s) {
    int i, n = strlen(s), removed = 0;
    for (i = 0; i + 1 < n; i++) {
        if ((s[i] == '(' && s[i + 1] == ')') || (s[i] == '[' && s[i + 1] == ']') || (s[i] == '{' && s[i + 1] == '}')) {
            memmove(s + i, s + i + 2, n - i - 1);
            n -= 2;
            removed++;
        }
    }
    return removed;
}

void keepBrackets(const char *from, char *to) {
    while (*from) {
        if (strchr("()[]{}", *from) != NULL) *to++ = *from;
        from++;
    }
    *to = 0;
}

int main() {
    char line[MAX], only[MAX];
    while (fgets(line, MAX, stdin) != NULL) {
        keepBrackets(line, only);
        while (removePairs(only) > 0);
        if (only[0] == 0) puts("balanced");
        else puts("unbalanced");
    }
    return 0;
}
