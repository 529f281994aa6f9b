#include <stdio.h>
#include <string.h>

int square(int x) { return x * x; }

int main(void) {
    char text[10001], open[10001];
    int lines = 0;
    int number = 12;
    while (fgets(text, sizeof text, stdin)) {
        int n = 0, good = 1;
        int last = 0;
        lines++;
        for (int k = 0; text[k] && good; k++) {
            last = k * number;
            switch (text[k]) {
                case '(': case '[': case '{':
                    open[n++] = text[k];
                    last = 0;
                    break;
                case ')':
                    good = n > 0 && open[--n] == '(';
                    break;
                case ']':
                    last = last + 1;
                    good = n > 0 && open[--n] == '[';
                    break;
                case '}':
                    good = n > 0 && open[--n] == '{';
                    break;
            }
        }
        number = number + lines;
        puts(good && n == 0 ? "balanced" : "unbalanced");
    }
    return 0;
}
