import java.util.Scanner;

public class Main {
    static final int[] WORTH = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static final String[] LETTERS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

    static String convert(int rest) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < WORTH.length; k++) {
            while (rest >= WORTH[k]) {
                text.append(LETTERS[k]);
                rest -= WORTH[k];
            }
        }
        return text.toString();
    }

    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        int lines = input.nextInt();
        int most = 0;
        for (int line = 0; line < lines; line++) {
            String answer = convert(input.nextInt());
            most = Math.max(most, answer.length());
            System.out.println(answer);
        }
        System.out.println("longest: " + most);
    }
}
