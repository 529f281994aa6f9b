#include <stdio.h>
#include <string.h>

int main(void) {
    char line[10001], stack[10001];
    while (fgets(line, sizeof line, stdin)) {
        int top = 0, ok = 1;
        for (int i = 0; line[i] && ok; i++) {
            switch (line[i]) {
                case '(': case '[': case '{':
                    stack[top++] = line[i];
                    break;
                case ')':
                    ok = top > 0 && stack[--top] == '(';
                    break;
                case ']':
                    ok = top > 0 && stack[--top] == '[';
                    break;
                case '}':
                    ok = top > 0 && stack[--top] == '{';
                    break;
            }
        }
        puts(ok && top == 0 ? "balanced" : "unbalanced");
    }
    return 0;
}
