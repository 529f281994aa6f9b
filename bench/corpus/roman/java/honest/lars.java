import java.util.Scanner;
import java.util.TreeMap;

public class Main {
    public static void main(String[] args) {
        TreeMap<Integer, String> table = new TreeMap<Integer, String>();
        table.put(1, "I"); table.put(4, "IV"); table.put(5, "V"); table.put(9, "IX");
        table.put(10, "X"); table.put(40, "XL"); table.put(50, "L"); table.put(90, "XC");
        table.put(100, "C"); table.put(400, "CD"); table.put(500, "D"); table.put(900, "CM");
        table.put(1000, "M");

        Scanner scanner = new Scanner(System.in);
        int cases = scanner.nextInt();
        int max = 0;
        for (int c = 1; c <= cases; c++) {
            int n = scanner.nextInt();
            String answer = "";
            do {
                int key = table.floorKey(n);
                answer += table.get(key);
                n = n - key;
            } while (n > 0);
            System.out.println(answer);
            if (answer.length() > max) {
                max = answer.length();
            }
        }
        System.out.println("longest: " + max);
    }
}
