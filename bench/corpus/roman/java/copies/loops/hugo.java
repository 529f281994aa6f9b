import java.util.Scanner;

public class Main {
    static final int[] V = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static final String[] S = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

    static String write(int x) {
        StringBuilder b = new StringBuilder();
        int p = 0;
        while (p < V.length) {
            for (; x >= V[p]; x -= V[p]) {
                b.append(S[p]);
            }
            p++;
        }
        return b.toString();
    }

    public static void main(String[] args) {
        Scanner scan = new Scanner(System.in);
        int total = scan.nextInt();
        int wide = 0;
        int t = 0;
        while (t < total) {
            String w = write(scan.nextInt());
            wide = Math.max(wide, w.length());
            System.out.println(w);
            t++;
        }
        System.out.println("longest: " + wide);
    }
}
