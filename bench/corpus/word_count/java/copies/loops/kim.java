import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        ArrayList<String> list = new ArrayList<String>();
        for (; in.hasNextLine(); ) {
            String row = in.nextLine().toLowerCase();
            for (StringTokenizer parts = new StringTokenizer(row, " \t.,;:!?"); parts.hasMoreTokens(); ) {
                list.add(parts.nextToken());
            }
        }
        TreeSet<String> rest = new TreeSet<String>(list);
        int all = rest.size();
        for (int i = 0; i < 10 && !rest.isEmpty(); i++) {
            String top = rest.first();
            Iterator<String> it = rest.iterator();
            while (it.hasNext()) {
                String c = it.next();
                if (Collections.frequency(list, c) > Collections.frequency(list, top)) {
                    top = c;
                }
            }
            System.out.println(top + " " + Collections.frequency(list, top));
            rest.remove(top);
        }
        System.out.println("different words: " + all);
    }
}
