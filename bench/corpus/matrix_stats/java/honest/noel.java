import java.util.Scanner;

class Main {
    public static void main(String[] x) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt(), diagonal = 0, bad = 0, max = 0, where = -1, current = 0;
        int[] all = new int[n * n];
        for (int p = 0; p < n * n; p++) {
            all[p] = in.nextInt();
            int row = p / n, column = p % n;
            current += all[p];
            if (row == column) diagonal += all[p];
            if (column < row && all[column * n + row] != all[p]) bad++;
            if (column == n - 1) {
                if (where < 0 || current > max) {
                    max = current;
                    where = row;
                }
                current = 0;
            }
        }
        System.out.println(where + " " + max + "\n" + diagonal);
        if (bad == 0) System.out.println("symmetric");
        else System.out.println("not symmetric");
    }
}
