import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagToken {
    /**
     * Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
     * secret is that of a signing key for tokens. An id or email that is null or "" is left out; emailVerified says
     * whether the user has confirmed the email.
     */
    static String of(String id, String email, boolean emailVerified, String secret) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iat\":" + now + ",\"exp\":" + (now + 3600);
        if (id != null && !id.isEmpty()) {
            claims += ",\"sub\":" + quote(id);
        }
        if (email != null && !email.isEmpty()) {
            claims += ",\"email\":" + quote(email) + ",\"email_verified\":" + emailVerified;
        }
        String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + part((claims + "}").getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return signed + "." + part(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String part(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
