import java.util.Scanner;

public class Main {
    private static int[][] read(Scanner in) {
        int size = in.nextInt();
        int[][] matrix = new int[size][size];
        for (int[] row : matrix)
            for (int k = 0; k < size; k++)
                row[k] = in.nextInt();
        return matrix;
    }

    private static int total(int[] row) {
        int t = 0;
        for (int x : row) t += x;
        return t;
    }

    private static int trace(int[][] matrix) {
        int t = 0;
        for (int k = 0; k < matrix.length; k++) t += matrix[k][k];
        return t;
    }

    private static boolean symmetric(int[][] a) {
        for (int r = 0; r < a.length; r++)
            for (int c = r + 1; c < a.length; c++)
                if (a[r][c] != a[c][r]) return false;
        return true;
    }

    public static void main(String[] args) {
        int[][] matrix = read(new Scanner(System.in));
        int best = 0;
        for (int r = 1; r < matrix.length; r++)
            if (total(matrix[r]) > total(matrix[best])) best = r;
        System.out.println(best + " " + total(matrix[best]));
        System.out.println(trace(matrix));
        System.out.println(symmetric(matrix) ? "symmetric" : "not symmetric");
    }
}
