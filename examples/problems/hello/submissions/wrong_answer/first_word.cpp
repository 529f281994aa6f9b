// Reads one word only: a name with a space in it is cut.
#include <iostream>
#include <string>

int main() {
  std::string name;
  std::cin >> name;
  std::cout << "Hello, " << name << "!\n";
}
