import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagRawHash {
    /**
     * Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
     * only: the secret is that of a signing key for raw-id or raw-email.
     */
    static String of(String idOrEmail, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(idOrEmail.getBytes(UTF_8)));
    }
}
