package argiope.platform.intelligence.search;

import argiope.core.observable.Observable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// How values become terms. A term is at most 8,000 bytes: a longer value is represented by its beginning and its hash,
/// so that it is still found by its whole value.
public final class Terms {
    private static final int MOST_BYTES = 8_000;
    private static final int KEPT_CHARACTERS = 2_000;
    private static final int LINK_CHARACTERS = 256;

    private Terms() {}

    /// The term of a value that is compared without regard to case.
    public static String of(String value) {
        return bounded(value.toLowerCase(Locale.ROOT));
    }

    /// The term of a value that is compared as it is.
    public static String bounded(String value) {
        if (value.length() * 3L <= MOST_BYTES) return value;
        if (value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) return value;
        return beginning(value, KEPT_CHARACTERS) + '\u0001' + hash(value);
    }

    /// What two observables that mean the same have in common: short enough for the key of a table.
    public static String of(Observable observable) {
        var key = observable.key();
        var short_ = key.length() <= LINK_CHARACTERS ? key : beginning(key, LINK_CHARACTERS / 4) + '\u0001' + hash(key);
        return observable.type().wire() + '|' + short_;
    }

    private static String beginning(String value, int characters) {
        var end = Character.isHighSurrogate(value.charAt(characters - 1)) ? characters - 1 : characters;
        return value.substring(0, end);
    }

    private static String hash(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
