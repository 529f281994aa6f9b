import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner console = new Scanner(System.in);
        Map<String, Integer> found = new TreeMap<>();
        while (console.hasNextLine()) {
            String row = console.nextLine().toLowerCase();
            StringTokenizer pieces = new StringTokenizer(row, " \t.,;:!?");
            while (pieces.hasMoreTokens()) {
                String piece = pieces.nextToken();
                found.put(piece, found.getOrDefault(piece, 0) + 1);
            }
        }
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(found.entrySet());
        sorted.sort((a, b) -> b.getValue() - a.getValue());
        int n = 0;
        for (Map.Entry<String, Integer> e : sorted) {
            if (n++ == 10) break;
            System.out.println(e.getKey() + " " + e.getValue());
        }
        System.out.println("different words: " + found.size());
    }
}
