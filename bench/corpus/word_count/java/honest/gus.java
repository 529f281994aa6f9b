import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        Map<String, Integer> counts = new TreeMap<>();
        while (in.hasNext()) {
            String word = in.next().toLowerCase().replaceAll("[.,;:!?]", "");
            if (word.isEmpty()) continue;
            counts.put(word, counts.getOrDefault(word, 0) + 1);
        }
        List<Map.Entry<String, Integer>> list = new ArrayList<>(counts.entrySet());
        list.sort((a, b) -> b.getValue() - a.getValue());
        int shown = 0;
        for (Map.Entry<String, Integer> entry : list) {
            if (shown++ == 10) break;
            System.out.println(entry.getKey() + " " + entry.getValue());
        }
        System.out.println("different words: " + counts.size());
    }
}
