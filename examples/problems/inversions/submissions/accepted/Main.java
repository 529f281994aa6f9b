import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.BufferedReader;
import java.io.InputStreamReader;

public class Main {
  static int[] values, other;

  static long sortAndCount(int from, int to) {
    if (to - from < 2) return 0;
    int middle = (from + to) / 2;
    long inversions = sortAndCount(from, middle) + sortAndCount(middle, to);
    int left = from, right = middle;
    for (int out = from; out < to; out++) {
      if (left < middle && (right == to || values[left] <= values[right])) {
        other[out] = values[left++];
      } else {
        inversions += middle - left;
        other[out] = values[right++];
      }
    }
    System.arraycopy(other, from, values, from, to - from);
    return inversions;
  }

  public static void main(String[] arguments) throws IOException {
    StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
    in.nextToken();
    int n = (int) in.nval;
    values = new int[n];
    other = new int[n];
    for (int i = 0; i < n; i++) {
      in.nextToken();
      values[i] = (int) in.nval;
    }
    System.out.println(sortAndCount(0, n));
  }
}
