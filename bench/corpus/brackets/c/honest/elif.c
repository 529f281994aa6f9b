#include <stdio.h>
#include <string.h>

static const char *p;

/* reads balanced text until a closing bracket or the end */
static int group(void) {
    const char *open = "([{", *close = ")]}";
    while (*p && *p != '\n' && !strchr(close, *p)) {
        const char *kind = strchr(open, *p);
        p++;
        if (kind) {
            if (!group()) return 0;
            if (*p != close[kind - open]) return 0;
            p++;
        }
    }
    return 1;
}

int main(void) {
    static char buffer[20000];
    while (fgets(buffer, sizeof buffer, stdin) != NULL) {
        p = buffer;
        int fine = group() && (*p == '\0' || *p == '\n');
        printf("%s\n", fine ? "balanced" : "unbalanced");
    }
    return 0;
}
