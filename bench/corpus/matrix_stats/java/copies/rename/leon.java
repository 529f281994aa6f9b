import java.util.Scanner;

public class Main {
    private static int[][] input(Scanner scan) {
        int n = scan.nextInt();
        int[][] table = new int[n][n];
        for (int[] line : table)
            for (int p = 0; p < n; p++)
                line[p] = scan.nextInt();
        return table;
    }

    private static int sum(int[] line) {
        int s = 0;
        for (int value : line) s += value;
        return s;
    }

    private static int diagonal(int[][] table) {
        int s = 0;
        for (int p = 0; p < table.length; p++) s += table[p][p];
        return s;
    }

    private static boolean mirrored(int[][] t) {
        for (int x = 0; x < t.length; x++)
            for (int y = x + 1; y < t.length; y++)
                if (t[x][y] != t[y][x]) return false;
        return true;
    }

    public static void main(String[] args) {
        int[][] table = input(new Scanner(System.in));
        int top = 0;
        for (int x = 1; x < table.length; x++)
            if (sum(table[x]) > sum(table[top])) top = x;
        System.out.println(top + " " + sum(table[top]));
        System.out.println(diagonal(table));
        System.out.println(mirrored(table) ? "symmetric" : "not symmetric");
    }
}
