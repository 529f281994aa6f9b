import java.util.*;

public class Main {
    static class Entry implements Comparable<Entry> {
        final String text;
        int n;

        Entry(String text) { this.text = text; }

        @Override
        public int compareTo(Entry other) {
            return n == other.n ? text.compareTo(other.text) : Integer.compare(other.n, n);
        }
    }

    public static void main(String[] args) {
        HashMap<String, Entry> known = new HashMap<>();
        StringBuilder current = new StringBuilder();
        Scanner input = new Scanner(System.in).useDelimiter("\\A");
        String everything = input.hasNext() ? input.next() : "";
        for (char c : (everything + " ").toCharArray()) {
            if (Character.isWhitespace(c)) {
                if (current.length() > 0) {
                    known.computeIfAbsent(current.toString(), Entry::new).n++;
                    current.setLength(0);
                }
            } else if (Character.isLetterOrDigit(c)) {
                current.append(Character.toLowerCase(c));
            }
        }
        PriorityQueue<Entry> queue = new PriorityQueue<>(known.values());
        for (int k = 0; k < 10 && !queue.isEmpty(); k++) {
            Entry e = queue.poll();
            System.out.println(e.text + " " + e.n);
        }
        System.out.println("different words: " + known.size());
    }
}
