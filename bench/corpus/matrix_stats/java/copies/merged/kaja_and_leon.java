import java.util.Scanner;

public class Main {
    private static int diagonal(int[][] q) {
        int d = 0;
        for (int k = 0; k < q.length; k++) d += q[k][k];
        return d;
    }

    private static boolean mirror(int[][] q) {
        for (int k = 0; k < q.length; k++)
            for (int l = k + 1; l < q.length; l++)
                if (q[k][l] != q[l][k]) return false;
        return true;
    }

    public static void main(String[] args) {
        Scanner reader = new Scanner(System.in);
        int size = reader.nextInt();
        int[][] q = new int[size][size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                q[y][x] = reader.nextInt();
            }
        }
        int row = 0;
        int high = Integer.MIN_VALUE;
        for (int y = 0; y < size; y++) {
            int s = 0;
            for (int x = 0; x < size; x++) {
                s += q[y][x];
            }
            if (s > high) {
                high = s;
                row = y;
            }
        }
        System.out.println(row + " " + high);
        System.out.println(diagonal(q));
        System.out.println(mirror(q) ? "symmetric" : "not symmetric");
    }
}
