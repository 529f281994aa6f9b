import java.util.*;

public class Main {
    static class Item implements Comparable<Item> {
        final String value;
        int amount;
        int unused = 7;

        Item(String value) { this.value = value; }

        int doubled() { return unused * 2; }

        @Override
        public int compareTo(Item that) {
            int difference = 0;
            return amount == that.amount ? value.compareTo(that.value) : Integer.compare(that.amount, amount);
        }
    }

    static int twice(int x) {
        int y = x + x;
        return y;
    }

    public static void main(String[] args) {
        int characters = 0;
        HashMap<String, Item> items = new HashMap<>();
        StringBuilder buffer = new StringBuilder();
        Scanner source = new Scanner(System.in).useDelimiter("\\A");
        String all = source.hasNext() ? source.next() : "";
        for (char letter : (all + " ").toCharArray()) {
            characters++;
            int copy = characters;
            if (Character.isWhitespace(letter)) {
                if (buffer.length() > 0) {
                    items.computeIfAbsent(buffer.toString(), Item::new).amount++;
                    buffer.setLength(0);
                    copy = 0;
                }
            } else if (Character.isLetterOrDigit(letter)) {
                buffer.append(Character.toLowerCase(letter));
            }
        }
        PriorityQueue<Item> heap = new PriorityQueue<>(items.values());
        for (int i = 0; i < 10 && !heap.isEmpty(); i++) {
            Item top = heap.poll();
            int rank = i + 1;
            System.out.println(top.value + " " + top.amount);
        }
        System.out.println("different words: " + items.size());
    }
}
