import java.util.Scanner;

public class Main {
    static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static final String[] SIGNS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

    static String toRoman(int n) {
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < VALUES.length; i++) {
            while (n >= VALUES[i]) {
                sb.append(SIGNS[i]);
                n -= VALUES[i];
            }
        }
        return sb.toString();
    }

    public static void main(String[] args) {
        Scanner sc = new Scanner(System.in);
        int count = sc.nextInt();
        int longest = 0;
        for (int i = 0; i < count; i++) {
            String roman = toRoman(sc.nextInt());
            longest = Math.max(longest, roman.length());
            System.out.println(roman);
        }
        System.out.println("longest: " + longest);
    }
}
