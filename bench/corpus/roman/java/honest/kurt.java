import java.util.*;

public class Main {
    enum Numeral {
        M(1000), CM(900), D(500), CD(400), C(100), XC(90), L(50), XL(40), X(10), IX(9), V(5), IV(4), I(1);

        final int worth;

        Numeral(int worth) { this.worth = worth; }
    }

    static String write(int rest) {
        if (rest == 0) return "";
        for (Numeral numeral : Numeral.values()) {
            if (numeral.worth <= rest) return numeral.name() + write(rest - numeral.worth);
        }
        throw new IllegalArgumentException();
    }

    public static void main(String[] args) {
        Scanner s = new Scanner(System.in);
        OptionalInt best = OptionalInt.empty();
        for (int todo = s.nextInt(); todo > 0; todo--) {
            String text = write(s.nextInt());
            System.out.println(text);
            if (best.isEmpty() || best.getAsInt() < text.length()) best = OptionalInt.of(text.length());
        }
        System.out.println("longest: " + best.orElse(0));
    }
}
