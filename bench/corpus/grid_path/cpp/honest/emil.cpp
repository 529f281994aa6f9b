#include <climits>
#include <functional>
#include <iostream>
#include <map>
#include <queue>
#include <string>

using Point = std::pair<int, int>;
using Item = std::pair<int, Point>;

int main() {
    std::map<Point, char> area;
    int lines, size;
    std::cin >> lines >> size;
    for (int y = 0; y < lines; y++) {
        std::string text;
        std::cin >> text;
        for (int x = 0; x < size; x++) area[{x, y}] = text[x];
    }
    // Dijkstra, although all edges cost 1
    std::map<Point, int> cost;
    std::priority_queue<Item, std::vector<Item>, std::greater<Item>> open;
    open.push({0, {0, 0}});
    while (!open.empty()) {
        auto [c, p] = open.top();
        open.pop();
        auto place = area.find(p);
        if (place == area.end() || place->second == '#') continue;
        if (cost.count(p)) continue;
        cost[p] = c;
        for (Point step : {Point{0, 1}, Point{1, 0}, Point{0, -1}, Point{-1, 0}})
            open.push({c + 1, {p.first + step.first, p.second + step.second}});
    }
    auto end = cost.find({size - 1, lines - 1});
    std::cout << (end == cost.end() ? -1 : end->second) << std::endl;
}
