import java.util.Scanner;

public class Main {
    static final int[] NUMS = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static final String[] LETTERS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

    static String roman(int x) {
        StringBuilder out = new StringBuilder();
        for (int k = 0; k < NUMS.length; k++) {
            while (x >= NUMS[k]) {
                out.append(LETTERS[k]);
                x -= NUMS[k];
            }
        }
        return out.toString();
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int tests = in.nextInt();
        int best = 0;
        for (int t = 1; t <= tests; t++) {
            int value = in.nextInt();
            String line = "";
            line += roman(value);
            System.out.println(line);
            if (line.length() > best) {
                best = line.length();
            }
        }
        System.out.println("longest: " + best);
    }
}
