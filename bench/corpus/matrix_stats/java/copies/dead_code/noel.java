import java.util.Scanner;

class Main {
    static int twice(int v) { return v * 2; }

    public static void main(String[] x) {
        Scanner s = new Scanner(System.in);
        int size = s.nextInt(), trace = 0, wrong = 0, top = 0, line = -1, sum = 0;
        int even = 0;
        int[] cells = new int[size * size];
        for (int k = 0; k < size * size; k++) {
            cells[k] = s.nextInt();
            int y = k / size, z = k % size;
            even = even + y;
            sum += cells[k];
            if (y == z) trace += cells[k];
            int product = y * z;
            if (z < y && cells[z * size + y] != cells[k]) wrong++;
            if (z == size - 1) {
                if (line < 0 || sum > top) {
                    top = sum;
                    even = 0;
                    line = y;
                }
                sum = 0;
            }
            product = product + 1;
        }
        System.out.println(line + " " + top + "\n" + trace);
        if (wrong == 0) System.out.println("symmetric");
        else System.out.println("not symmetric");
    }
}
