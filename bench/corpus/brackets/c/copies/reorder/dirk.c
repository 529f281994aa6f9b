#include <stdlib.h>
#include <stdio.h>

typedef struct item {
    struct item *next;
    char kind;
} item;

static char partner(char b) {
    return b == ')' ? '(' : b == ']' ? '[' : '{';
}

static struct item *drop(struct item *head) {
    struct item *next = head->next;
    free(head);
    return next;
}

static struct item *add(struct item *head, char b) {
    struct item *i = malloc(sizeof *i);
    i->next = head;
    i->kind = b;
    return i;
}

int main(void) {
    int b, bad = 0;
    struct item *head = NULL;
    while ((b = getchar()) != EOF) {
        if (b == '\n') {
            if (head != NULL) bad = 1;
            while (head != NULL) head = drop(head);
            printf(bad ? "unbalanced\n" : "balanced\n");
            bad = 0;
        } else if (b == ')' || b == ']' || b == '}') {
            if (head == NULL || head->kind != partner(b)) bad = 1;
            else head = drop(head);
        } else if (b == '(' || b == '[' || b == '{') {
            head = add(head, b);
        }
    }
}
