import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] args) throws IOException {
        BufferedReader br = new BufferedReader(new InputStreamReader(System.in));
        int n = Integer.parseInt(br.readLine().trim());
        List<String> results = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            int value = Integer.parseInt(br.readLine().trim());
            // write only ones, then shorten
            String s = "I".repeat(value)
                .replace("IIIII", "V").replace("VV", "X").replace("XXXXX", "L")
                .replace("LL", "C").replace("CCCCC", "D").replace("DD", "M")
                .replace("VIIII", "IX").replace("IIII", "IV")
                .replace("LXXXX", "XC").replace("XXXX", "XL")
                .replace("DCCCC", "CM").replace("CCCC", "CD");
            results.add(s);
        }
        results.forEach(System.out::println);
        System.out.println("longest: " + results.stream().mapToInt(String::length).max().orElse(0));
    }
}
