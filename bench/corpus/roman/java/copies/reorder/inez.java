import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner reader = new Scanner(System.in);
        int rows = reader.nextInt();
        int best = 0;
        while (rows-- > 0) {
            int n = reader.nextInt();
            String text = part(n / 1000, "M", "", "")
                + part(n / 100 % 10, "C", "D", "M")
                + part(n / 10 % 10, "X", "L", "C")
                + part(n % 10, "I", "V", "X");
            if (text.length() > best) best = text.length();
            System.out.println(text);
        }
        System.out.println("longest: " + best);
    }

    private static String part(int n, String a, String b, String c) {
        switch (n) {
            case 9: return a + c;
            case 8: return b + a + a + a;
            case 7: return b + a + a;
            case 6: return b + a;
            case 5: return b;
            case 4: return a + b;
            case 3: return a + a + a;
            case 2: return a + a;
            case 1: return a;
            default: return "";
        }
    }
}
