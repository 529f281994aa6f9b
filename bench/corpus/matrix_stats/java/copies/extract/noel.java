import java.util.Scanner;

class Main {
    static int n, max = 0, where = -1, current = 0;

    static void endOfRow(int row) {
        if (where < 0 || current > max) {
            max = current;
            where = row;
        }
        current = 0;
    }

    static boolean differs(int[] cells, int r, int c, int p) {
        return c < r && cells[c * n + r] != cells[p];
    }

    public static void main(String[] x) {
        Scanner scanner = new Scanner(System.in);
        n = scanner.nextInt();
        int main = 0, differences = 0;
        int[] cells = new int[n * n];
        for (int p = 0; p < n * n; p++) {
            cells[p] = scanner.nextInt();
            int r = p / n, c = p % n;
            current += cells[p];
            if (r == c) main += cells[p];
            if (differs(cells, r, c, p)) differences++;
            if (c == n - 1) endOfRow(r);
        }
        System.out.println(where + " " + max + "\n" + main);
        if (differences == 0) System.out.println("symmetric");
        else System.out.println("not symmetric");
    }
}
