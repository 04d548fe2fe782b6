package argiope.core.text;

import java.util.Arrays;
import java.util.Optional;

/// Crockford's base 32: digits and capitals without I, L, O and U. Reading forgives what people mistake: small letters,
/// `O` for zero, `I` and `L` for one, and hyphens anywhere. Bits left over at the end are zero.
public final class Crockford {
    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (var i = 0; i < SYMBOLS.length(); i++) {
            var symbol = SYMBOLS.charAt(i);
            VALUES[symbol] = (byte) i;
            if (symbol >= 'A') VALUES[symbol + 32] = (byte) i;
        }
        for (var zero : "oO".toCharArray()) VALUES[zero] = 0;
        for (var one : "iIlL".toCharArray()) VALUES[one] = 1;
    }

    private Crockford() {}

    public static String encode(byte[] bytes) {
        var text = new StringBuilder((bytes.length * 8 + 4) / 5);
        var buffer = 0;
        var bits = 0;
        for (var b : bytes) {
            buffer = (buffer << 8) | (b & 255);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(SYMBOLS.charAt((buffer >>> bits) & 31));
            }
        }
        if (bits > 0) text.append(SYMBOLS.charAt((buffer << (5 - bits)) & 31));
        return text.toString();
    }

    /// The bytes of a text without hyphens or with them; nothing if it holds another sign, has a length that no number
    /// of bytes gives, or bits set that belong to none.
    public static Optional<byte[]> decode(String text) {
        var symbols = text.replace("-", "");
        var bytes = new byte[symbols.length() * 5 / 8];
        var buffer = 0;
        var bits = 0;
        var at = 0;
        for (var i = 0; i < symbols.length(); i++) {
            var c = symbols.charAt(i);
            if (c >= 128 || VALUES[c] < 0) return Optional.empty();
            buffer = ((buffer << 5) | VALUES[c]) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >>> bits);
            }
        }
        if (bits >= 5 || (buffer & ((1 << bits) - 1)) != 0) return Optional.empty();
        return Optional.of(bytes);
    }
}
