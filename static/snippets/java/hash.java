import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagHash {
    /**
     * Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
     * a signing key for json. An id or email that is null or "" is left out.
     */
    static String of(String id, String email, String secret) throws GeneralSecurityException {
        StringJoiner message = new StringJoiner(",", "{", "}");
        if (id != null && !id.isEmpty()) {
            message.add("\"id\":" + quote(id));
        }
        if (email != null && !email.isEmpty()) {
            message.add("\"email\":" + quote(email));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.toString().getBytes(UTF_8)));
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int named = "\b\f\n\r\t".indexOf(c);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (named >= 0) {
                out.append('\\').append("bfnrt".charAt(named));
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
