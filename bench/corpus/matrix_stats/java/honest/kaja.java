import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner sc = new Scanner(System.in);
        int n = sc.nextInt();
        int[][] m = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                m[i][j] = sc.nextInt();
            }
        }
        int bestRow = 0;
        int bestSum = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            int sum = 0;
            for (int j = 0; j < n; j++) {
                sum += m[i][j];
            }
            if (sum > bestSum) {
                bestSum = sum;
                bestRow = i;
            }
        }
        int trace = 0;
        for (int i = 0; i < n; i++) {
            trace += m[i][i];
        }
        boolean symmetric = true;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (m[i][j] != m[j][i]) symmetric = false;
            }
        }
        System.out.println(bestRow + " " + bestSum);
        System.out.println(trace);
        System.out.println(symmetric ? "symmetric" : "not symmetric");
    }
}
