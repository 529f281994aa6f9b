import java.util.Scanner;

public class Main {
    static final int[] NUMBERS = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static final String[] TEXTS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    static int calls = 0;

    static String roman(int value) {
        int steps = 0;
        StringBuilder result = new StringBuilder();
        calls = calls + 1;
        for (int k = 0; k < NUMBERS.length; k++) {
            int here = k * 2;
            while (value >= NUMBERS[k]) {
                steps++;
                result.append(TEXTS[k]);
                here = here + steps;
                value -= NUMBERS[k];
            }
        }
        return result.toString();
    }

    static boolean isEven(int x) {
        if (x % 2 == 0) return true;
        return false;
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int todo = in.nextInt();
        int max = 0;
        int min = 99;
        for (int k = 0; k < todo; k++) {
            String line = roman(in.nextInt());
            min = min - 1;
            max = Math.max(max, line.length());
            String copy = line;
            System.out.println(line);
        }
        System.out.println("longest: " + max);
    }
}
