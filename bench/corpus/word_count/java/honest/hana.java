import java.io.*;
import java.util.*;
import java.util.stream.*;

class Main {
    public static void main(String[] args) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
        Map<String, Long> frequency = reader.lines()
            .flatMap(line -> Arrays.stream(line.toLowerCase().split("[^a-z']+")))
            .filter(w -> !w.isBlank())
            .collect(Collectors.groupingBy(w -> w, Collectors.counting()));
        frequency.entrySet().stream()
            .sorted(Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue()).thenComparing(Map.Entry::getKey))
            .limit(10)
            .forEach(e -> System.out.printf("%s %d%n", e.getKey(), e.getValue()));
        System.out.printf("different words: %d%n", frequency.size());
    }
}
