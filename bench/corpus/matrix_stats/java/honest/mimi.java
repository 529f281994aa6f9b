import java.util.*;
import java.util.stream.*;

public class Main {
    public static void main(String[] args) {
        Scanner s = new Scanner(System.in);
        int n = s.nextInt();
        List<List<Integer>> rows = IntStream.range(0, n)
            .mapToObj(i -> IntStream.range(0, n).mapToObj(j -> s.nextInt()).collect(Collectors.toList()))
            .collect(Collectors.toList());
        int[] sums = rows.stream().mapToInt(r -> r.stream().mapToInt(Integer::intValue).sum()).toArray();
        int top = IntStream.range(0, n).reduce((a, b) -> sums[b] > sums[a] ? b : a).getAsInt();
        System.out.printf("%d %d%n", top, sums[top]);
        System.out.println(IntStream.range(0, n).map(i -> rows.get(i).get(i)).sum());
        boolean same = IntStream.range(0, n * n).allMatch(k -> rows.get(k / n).get(k % n).equals(rows.get(k % n).get(k / n)));
        System.out.println(same ? "symmetric" : "not symmetric");
    }
}
