import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner input = new Scanner(System.in);
        Map<String, Integer> table = new TreeMap<>();
        while (input.hasNext()) {
            String token = input.next().replaceAll("[.,;:!?]", "").toLowerCase();
            if (token.length() == 0) continue;
            table.put(token, 1 + (table.containsKey(token) ? table.get(token) : 0));
        }
        List<Map.Entry<String, Integer>> rows = new ArrayList<>(table.entrySet());
        rows.sort((x, y) -> -(x.getValue() - y.getValue()));
        int printed = 0;
        for (Map.Entry<String, Integer> row : rows) {
            if (!(printed < 10)) break;
            printed += 1;
            System.out.println(String.join(" ", row.getKey(), "" + row.getValue()));
        }
        System.out.println("different words: " + Integer.toString(table.size()));
    }
}
