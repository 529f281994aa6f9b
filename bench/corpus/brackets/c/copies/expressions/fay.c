#include <stdio.h>
#include <string.h>
#define LONGEST 10000

int strike(char *t) {
    int k, len = strlen(t), count = 0;
    for (k = 0; k < len - 1; ++k) {
        if ((t[k + 1] == ')' && t[k] == '(') || (t[k + 1] == ']' && t[k] == '[') || (t[k + 1] == '}' && t[k] == '{')) {
            memmove(&t[k], &t[k + 2], len - k - 1);
            len = len - 2;
            count += 1;
        }
    }
    return count;
}

void filter(const char *in, char *out) {
    for (; *in != '\0'; in++) {
        if (NULL != strchr("{}[]()", *in)) {
            *out = *in;
            out++;
        }
    }
    *out = '\0';
}

int main() {
    char row[LONGEST], few[LONGEST];
    while (NULL != fgets(row, LONGEST, stdin)) {
        filter(row, few);
        while (strike(few) != 0);
        if (strlen(few) != 0) puts("unbalanced");
        else puts("balanced");
    }
    return 0;
}
