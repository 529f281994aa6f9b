import java.util.Scanner;

public class Main {
    private static String digit(int d, String one, String five, String ten) {
        switch (d) {
            case 1: return one;
            case 2: return one + one;
            case 3: return one + one + one;
            case 4: return one + five;
            case 5: return five;
            case 6: return five + one;
            case 7: return five + one + one;
            case 8: return five + one + one + one;
            case 9: return one + ten;
            default: return "";
        }
    }

    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        int longest = 0;
        int lines = input.nextInt();
        while (lines-- > 0) {
            int number = input.nextInt();
            String result = digit(number / 1000, "M", "", "")
                + digit(number / 100 % 10, "C", "D", "M")
                + digit(number / 10 % 10, "X", "L", "C")
                + digit(number % 10, "I", "V", "X");
            System.out.println(result);
            if (result.length() > longest) longest = result.length();
        }
        System.out.println("longest: " + longest);
    }
}
