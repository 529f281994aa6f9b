import java.util.Arrays;
import java.util.Scanner;

public class Main {
  public static void main(String[] arguments) {
    Scanner in = new Scanner(System.in);
    int k = in.nextInt(), m = in.nextInt();
    int never = m + 1;
    int[] least = new int[m + 1];
    Arrays.fill(least, never);
    least[0] = 0;
    while (k-- > 0) {
      int coin = in.nextInt();
      for (int amount = coin; amount <= m; amount++) {
        least[amount] = Math.min(least[amount], least[amount - coin] + 1);
      }
    }
    System.out.println(least[m] < never ? least[m] : -1);
  }
}
