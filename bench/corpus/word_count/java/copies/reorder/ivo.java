import java.util.Scanner;
import java.util.Arrays;

public class Main {
    static int size = 0;
    static int[] amounts = new int[16];
    static String[] keys = new String[16];

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        while (in.hasNext()) {
            String k = in.next().toLowerCase();
            while (k.length() > 0 && ".,;:!?".indexOf(k.charAt(k.length() - 1)) >= 0) k = k.substring(0, k.length() - 1);
            if (k.length() > 0) enter(k);
        }
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                if (first(j, i)) {
                    int a = amounts[j]; amounts[j] = amounts[i]; amounts[i] = a;
                    String k = keys[j]; keys[j] = keys[i]; keys[i] = k;
                }
            }
            if (i < 10) System.out.println(keys[i] + " " + amounts[i]);
        }
        System.out.println("different words: " + size);
    }

    static boolean first(int a, int b) {
        if (amounts[a] != amounts[b]) return amounts[a] > amounts[b];
        return keys[a].compareTo(keys[b]) < 0;
    }

    static void enter(String key) {
        for (int i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                amounts[i]++;
                return;
            }
        }
        if (size == keys.length) {
            amounts = Arrays.copyOf(amounts, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        amounts[size] = 1;
        keys[size] = key;
        size++;
    }
}
