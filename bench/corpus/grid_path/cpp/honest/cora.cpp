#include <iostream>
#include <set>
#include <string>
#include <vector>

struct Maze {
    int height, width;
    std::vector<std::string> walls;

    bool open(int id) const { return walls[id / width][id % width] != '#'; }

    std::vector<int> neighbours(int id) const {
        std::vector<int> result;
        if (id >= width) result.push_back(id - width);
        if (id + width < height * width) result.push_back(id + width);
        if (id % width > 0) result.push_back(id - 1);
        if (id % width < width - 1) result.push_back(id + 1);
        return result;
    }
};

int main() {
    Maze maze;
    std::cin >> maze.height >> maze.width;
    for (int i = 0; i < maze.height; i++) {
        std::string line;
        std::cin >> line;
        maze.walls.push_back(line);
    }
    std::set<int> seen, level;
    if (maze.open(0)) level.insert(0);
    const int goal = maze.height * maze.width - 1;
    int length = 0;
    while (!level.empty() && level.count(goal) == 0) {
        std::set<int> next;
        seen.insert(level.begin(), level.end());
        for (int id : level)
            for (int other : maze.neighbours(id))
                if (maze.open(other) && !seen.count(other)) next.insert(other);
        level = next;
        ++length;
    }
    std::cout << (level.empty() ? -1 : length) << "\n";
}
