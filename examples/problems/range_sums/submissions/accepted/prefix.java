import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

public class Main {
  private static final InputStream in = new BufferedInputStream(System.in, 1 << 16);

  private static int next() throws IOException {
    int c = in.read();
    while (c != '-' && (c < '0' || c > '9')) c = in.read();
    boolean negative = c == '-';
    if (negative) c = in.read();
    int value = 0;
    for (; c >= '0' && c <= '9'; c = in.read()) value = 10 * value + c - '0';
    return negative ? -value : value;
  }

  public static void main(String[] args) throws IOException {
    int n = next();
    int q = next();
    long[] prefix = new long[n + 1];
    for (int i = 1; i <= n; i++) prefix[i] = prefix[i - 1] + next();
    var out = new StringBuilder();
    while (q-- > 0) {
      int l = next();
      int r = next();
      out.append(prefix[r] - prefix[l - 1]).append('\n');
    }
    System.out.print(out);
  }
}
