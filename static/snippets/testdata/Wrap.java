import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Scanner;

final class Wrap {
    public static void main(String[] secrets) throws Exception {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            String id = text(words[0]), email = text(words[1]);
            System.out.println(NametagHash.of(id, email, secrets[0]) + " " + NametagToken.of(id, email, true, secrets[1]));
        }
    }

    private static String text(String word) {
        return word.equals("-") ? null : new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
