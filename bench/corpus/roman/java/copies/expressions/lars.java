import java.util.Scanner;
import java.util.TreeMap;

public class Main {
    public static void main(String[] args) {
        TreeMap<Integer, String> map = new TreeMap<Integer, String>();
        map.put(1000, "M"); map.put(900, "CM"); map.put(500, "D"); map.put(400, "CD"); map.put(100, "C");
        map.put(90, "XC"); map.put(50, "L"); map.put(40, "XL"); map.put(10, "X"); map.put(9, "IX");
        map.put(5, "V"); map.put(4, "IV"); map.put(1, "I");

        Scanner in = new Scanner(System.in);
        int total = in.nextInt();
        int size = 0;
        for (int k = 0; total > k; k += 1) {
            int rest = in.nextInt();
            String text = "";
            do {
                int piece = map.floorKey(rest);
                text = text.concat(map.get(piece));
                rest = -piece + rest;
            } while (!(rest <= 0));
            System.out.println(text);
            if (!(size >= text.length())) {
                size = text.length();
            }
        }
        System.out.println(String.format("longest: %d", size));
    }
}
