import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int size = in.nextInt();
        int[][] a = new int[size][size];
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                a[r][c] = in.nextInt();
            }
        }
        boolean same = true;
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < r; c++) {
                if (a[r][c] != a[c][r]) same = false;
            }
        }
        int diagonal = 0;
        for (int r = 0; r < size; r++) {
            diagonal += a[r][r];
        }
        int largest = Integer.MIN_VALUE;
        int row = 0;
        for (int r = 0; r < size; r++) {
            int s = 0;
            for (int c = 0; c < size; c++) {
                s += a[r][c];
            }
            if (s > largest) {
                row = r;
                largest = s;
            }
        }
        System.out.println(row + " " + largest);
        System.out.println(diagonal);
        System.out.println(same ? "symmetric" : "not symmetric");
    }
}
