package argiope.crypto;

import java.security.SecureRandom;
import java.util.Base64;

/// Text that nobody can guess. Safe for many threads.
public final class RandomText {
    private static final SecureRandom RANDOM = new SecureRandom();
    /// Without those that look alike.
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private RandomText() {}

    /// 256 bits, safe in URLs, headers and file names: for session and access secrets.
    public static String token() {
        return base64(32);
    }

    /// 128 bits, safe in URLs: for ids that must not be guessed.
    public static String id() {
        return base64(16);
    }

    /// A password a person can read and type: twenty letters and digits in fives, 115 bits.
    public static String password() {
        var text = new StringBuilder(23);
        for (var i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) text.append('-');
            text.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
        }
        return text.toString();
    }

    private static String base64(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
