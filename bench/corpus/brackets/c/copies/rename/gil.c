#include <stdio.h>

char wanted[5000];
int level;

int starts(int ch) { return ch == '(' || ch == '[' || ch == '{'; }
int ends(int ch) { return ch == ')' || ch == ']' || ch == '}'; }
int partner(int ch) { return ch == '(' ? ')' : ch + 2; }

int nextRow(int *fine) {
    int ch;
    level = 0;
    *fine = 1;
    ch = getchar();
    if (ch == EOF) return 0;
    while (ch != '\n' && ch != EOF) {
        if (starts(ch)) {
            wanted[level] = partner(ch);
            level = level + 1;
        }
        if (ends(ch)) {
            level = level - 1;
            if (level < 0 || wanted[level] != ch) {
                *fine = 0;
                level = 0;
            }
        }
        ch = getchar();
    }
    if (level > 0) *fine = 0;
    return 1;
}

int main() {
    int fine;
    while (nextRow(&fine)) {
        if (fine)
            printf("balanced\n");
        else
            printf("unbalanced\n");
    }
    return 0;
}
