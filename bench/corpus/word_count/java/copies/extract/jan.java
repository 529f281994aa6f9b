import java.util.*;

public class Main {
    static class Word implements Comparable<Word> {
        final String letters;
        int seen;

        Word(String letters) { this.letters = letters; }

        @Override
        public int compareTo(Word other) {
            return seen == other.seen ? letters.compareTo(other.letters) : Integer.compare(other.seen, seen);
        }
    }

    static HashMap<String, Word> dictionary = new HashMap<>();
    static StringBuilder open = new StringBuilder();

    static String readAll() {
        Scanner s = new Scanner(System.in).useDelimiter("\\A");
        return s.hasNext() ? s.next() : "";
    }

    static void finishWord() {
        if (open.length() > 0) {
            dictionary.computeIfAbsent(open.toString(), Word::new).seen++;
            open.setLength(0);
        }
    }

    static void take(char c) {
        if (Character.isWhitespace(c)) {
            finishWord();
        } else if (Character.isLetterOrDigit(c)) {
            open.append(Character.toLowerCase(c));
        }
    }

    static void printTop(int limit) {
        PriorityQueue<Word> words = new PriorityQueue<>(dictionary.values());
        for (int i = 0; i < limit && !words.isEmpty(); i++) {
            Word w = words.poll();
            System.out.println(w.letters + " " + w.seen);
        }
    }

    public static void main(String[] args) {
        for (char c : (readAll() + " ").toCharArray()) {
            take(c);
        }
        printTop(10);
        System.out.println("different words: " + dictionary.size());
    }
}
