import java.util.Arrays;
import java.util.Scanner;

public class Main {
    // parallel arrays, grown by doubling
    static String[] names = new String[16];
    static int[] times = new int[16];
    static int used = 0;

    static void count(String name) {
        for (int i = 0; i < used; i++) {
            if (names[i].equals(name)) {
                times[i]++;
                return;
            }
        }
        if (used == names.length) {
            names = Arrays.copyOf(names, used * 2);
            times = Arrays.copyOf(times, used * 2);
        }
        names[used] = name;
        times[used] = 1;
        used++;
    }

    static boolean before(int a, int b) {
        if (times[a] != times[b]) return times[a] > times[b];
        return names[a].compareTo(names[b]) < 0;
    }

    public static void main(String[] args) {
        Scanner sc = new Scanner(System.in);
        while (sc.hasNext()) {
            String w = sc.next().toLowerCase();
            while (w.length() > 0 && ".,;:!?".indexOf(w.charAt(w.length() - 1)) >= 0) w = w.substring(0, w.length() - 1);
            if (w.length() > 0) count(w);
        }
        for (int place = 0; place < used; place++) {
            for (int j = place + 1; j < used; j++) {
                if (before(j, place)) {
                    String s = names[j]; names[j] = names[place]; names[place] = s;
                    int t = times[j]; times[j] = times[place]; times[place] = t;
                }
            }
            if (place < 10) System.out.println(names[place] + " " + times[place]);
        }
        System.out.println("different words: " + used);
    }
}
