import java.util.Arrays;
import java.util.Scanner;

public class Main {
    static String[] labels = new String[16];
    static int[] hits = new int[16];
    static int filled = 0;

    static void register(String label) {
        for (int k = 0; k < filled; k++) {
            if (labels[k].equals(label)) {
                hits[k]++;
                return;
            }
        }
        if (filled == labels.length) {
            labels = Arrays.copyOf(labels, filled * 2);
            hits = Arrays.copyOf(hits, filled * 2);
        }
        labels[filled] = label;
        hits[filled] = 1;
        filled++;
    }

    static boolean isHigher(int x, int y) {
        if (hits[x] != hits[y]) return hits[x] > hits[y];
        return labels[x].compareTo(labels[y]) < 0;
    }

    public static void main(String[] argv) {
        Scanner source = new Scanner(System.in);
        while (source.hasNext()) {
            String item = source.next().toLowerCase();
            while (item.length() > 0 && ".,;:!?".indexOf(item.charAt(item.length() - 1)) >= 0) item = item.substring(0, item.length() - 1);
            if (item.length() > 0) register(item);
        }
        for (int p = 0; p < filled; p++) {
            for (int q = p + 1; q < filled; q++) {
                if (isHigher(q, p)) {
                    String swap = labels[q]; labels[q] = labels[p]; labels[p] = swap;
                    int other = hits[q]; hits[q] = hits[p]; hits[p] = other;
                }
            }
            if (p < 10) System.out.println(labels[p] + " " + hits[p]);
        }
        System.out.println("different words: " + filled);
    }
}
