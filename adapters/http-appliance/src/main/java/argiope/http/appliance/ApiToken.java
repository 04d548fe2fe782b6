package argiope.http.appliance;

import argiope.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;

/// The token of the API's login, in the form of a JWT since clients may look at its end. What counts is the
/// session's secret in it, which also signs it: a session ended, or an account disabled, is a token no
/// more.
final class ApiToken {
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    private static final int MAX = 2000;

    private ApiToken() {}

    static String of(String login, String secret, Instant expires) {
        var payload = Json.object()
                .put("userName", login)
                .put("exp", expires.getEpochSecond())
                .put("jti", secret);
        var signed = HEADER + "." + base64(Json.MAPPER.writeValueAsBytes(payload));
        return signed + "." + signature(secret, signed);
    }

    /// The session's secret, if this is a token at all.
    static Optional<String> secret(String token) {
        var parts = token.split("\\.", -1);
        if (token.length() > MAX || parts.length != 3 || !parts[0].equals(HEADER)) return Optional.empty();
        try {
            var payload = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
            var secret = payload.path("jti").asString("");
            if (secret.isEmpty()) return Optional.empty();
            var expected = signature(secret, parts[0] + "." + parts[1]);
            return MessageDigest.isEqual(
                            expected.getBytes(StandardCharsets.US_ASCII), parts[2].getBytes(StandardCharsets.US_ASCII))
                    ? Optional.of(secret)
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    private static String signature(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
