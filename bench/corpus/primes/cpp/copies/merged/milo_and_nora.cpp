#include <algorithm>
#include <cstdio>
#include <vector>

static int check(int value) {
    if (value < 2) return 0;
    if (value % 2 == 0) return value == 2;
    for (int k = 3; k * k <= value; k += 2)
        if (value % k == 0) return 0;
    return 1;
}

int main() {
    int top;
    scanf("%d", &top);
    std::vector<int> list;
    for (int c = 2; c <= top; ++c) {
        if (!check(c)) continue;
        list.push_back(c);
    }
    for (int v : list) printf("%d\n", v);
    int widest = 0;
    for (std::size_t k = 1; k < list.size(); k++) widest = std::max(widest, list[k] - list[k - 1]);
    printf("%d primes, largest gap %d\n", (int)list.size(), widest);
}
