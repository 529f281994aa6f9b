import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        int k = input.nextInt();
        int[][] grid = new int[k][k];
        int y = 0;
        while (y < k) {
            int x = 0;
            while (x < k) {
                grid[y][x] = input.nextInt();
                x++;
            }
            y++;
        }
        int line = 0;
        int most = Integer.MIN_VALUE;
        y = 0;
        while (y < k) {
            int total = 0;
            int x = 0;
            while (x < k) {
                total += grid[y][x];
                x++;
            }
            if (total > most) {
                most = total;
                line = y;
            }
            y++;
        }
        int middle = 0;
        y = 0;
        while (y < k) {
            middle += grid[y][y];
            y++;
        }
        boolean equal = true;
        y = 0;
        while (y < k) {
            int x = 0;
            while (x < y) {
                if (grid[y][x] != grid[x][y]) equal = false;
                x++;
            }
            y++;
        }
        System.out.println(line + " " + most);
        System.out.println(middle);
        System.out.println(equal ? "symmetric" : "not symmetric");
    }
}
