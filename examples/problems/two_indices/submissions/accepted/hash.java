import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.StringTokenizer;

public class Main {
  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in));
    var numbers = new StringTokenizer(in.readLine());
    long target = Long.parseLong(in.readLine().trim());
    var seen = new HashMap<Long, Integer>();
    for (int j = 0; numbers.hasMoreTokens(); j++) {
      long a = Long.parseLong(numbers.nextToken());
      Integer i = seen.get(target - a);
      if (i != null) {
        System.out.println(i + " " + j);
        return;
      }
      seen.put(a, j);
    }
  }
}
