import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Scanner;

final class Wrap {
    public static void main(String[] secrets) throws Exception {
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            String[] words = lines.nextLine().split(" ");
            String id = read(words[0]), email = read(words[1]), bare = id == null || id.isEmpty() ? email : id;
            System.out.println(NametagHash.of(id, email, secrets[0]) + " " + NametagRawHash.of(bare, secrets[1]) + " "
                + NametagToken.of(id, email, true, secrets[2]));
        }
    }

    private static String read(String word) {
        return switch (word.charAt(0)) {
            case '-' -> null;
            case '#' -> word.substring(1);
            default -> new String(Base64.getDecoder().decode(word.substring(1)), StandardCharsets.UTF_8);
        };
    }
}
