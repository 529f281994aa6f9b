import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Main {
  static boolean balanced(String text) {
    char[] open = new char[text.length()];
    int depth = 0;
    for (char bracket : text.toCharArray()) {
      int kind = ")]}".indexOf(bracket);
      if (kind < 0) {
        open[depth++] = bracket;
      } else if (depth == 0 || open[--depth] != "([{".charAt(kind)) {
        return false;
      }
    }
    return depth == 0;
  }

  public static void main(String[] arguments) throws IOException {
    System.out.println(balanced(new BufferedReader(new InputStreamReader(System.in)).readLine()) ? "yes" : "no");
  }
}
