import java.util.Scanner;
import java.util.TreeMap;

public class Main {
    static TreeMap<Integer, String> signs = new TreeMap<Integer, String>();

    static void prepare() {
        signs.put(1, "I"); signs.put(4, "IV"); signs.put(5, "V"); signs.put(9, "IX");
        signs.put(10, "X"); signs.put(40, "XL"); signs.put(50, "L"); signs.put(90, "XC");
        signs.put(100, "C"); signs.put(400, "CD"); signs.put(500, "D"); signs.put(900, "CM");
        signs.put(1000, "M");
    }

    static String convert(int value) {
        String text = "";
        do {
            int part = signs.floorKey(value);
            text += signs.get(part);
            value = value - part;
        } while (value > 0);
        return text;
    }

    static int longer(int old, String text) {
        if (text.length() > old) {
            return text.length();
        }
        return old;
    }

    public static void main(String[] args) {
        prepare();
        Scanner console = new Scanner(System.in);
        int amount = console.nextInt();
        int longest = 0;
        for (int k = 1; k <= amount; k++) {
            String text = convert(console.nextInt());
            System.out.println(text);
            longest = longer(longest, text);
        }
        System.out.println("longest: " + longest);
    }
}
