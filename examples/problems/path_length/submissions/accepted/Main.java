import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Main {
  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    int n = Integer.parseInt(in.readLine());
    double length = 0, x = 0, y = 0;
    for (int i = 0; i < n; i++) {
      StringTokenizer line = new StringTokenizer(in.readLine());
      double nextX = Double.parseDouble(line.nextToken());
      double nextY = Double.parseDouble(line.nextToken());
      if (i > 0) length += Math.sqrt((nextX - x) * (nextX - x) + (nextY - y) * (nextY - y));
      x = nextX;
      y = nextY;
    }
    System.out.println(length);
  }
}
