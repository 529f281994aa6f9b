#include <stdio.h>
#include <stdlib.h>

/* A linked list of open brackets. */
struct node {
    char bracket;
    struct node *below;
};

static struct node *push(struct node *top, char c) {
    struct node *n = malloc(sizeof *n);
    n->bracket = c;
    n->below = top;
    return n;
}

static struct node *pop(struct node *top) {
    struct node *below = top->below;
    free(top);
    return below;
}

static char opening_of(char c) {
    return c == ')' ? '(' : c == ']' ? '[' : '{';
}

int main(void) {
    struct node *top = NULL;
    int wrong = 0, c;
    while ((c = getchar()) != EOF) {
        if (c == '\n') {
            if (top != NULL) wrong = 1;
            while (top != NULL) top = pop(top);
            printf(wrong ? "unbalanced\n" : "balanced\n");
            wrong = 0;
        } else if (c == '(' || c == '[' || c == '{') {
            top = push(top, c);
        } else if (c == ')' || c == ']' || c == '}') {
            if (top == NULL || top->bracket != opening_of(c)) wrong = 1;
            else top = pop(top);
        }
    }
}
