package argiope.platform.intelligence.search;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What an entity is ordered by, as bytes (one character each, 0 to 255): the key that counts going up, the smallest of
/// several values, and the one going down, the largest. What is missing comes last either way.
public record SortKey(String up, String down) {
    static final SortKey MISSING = new SortKey("\u00ff", "\u0000");

    /// One field of an order.
    public record By(String field, boolean descending) {
        public String of(SortKey key) {
            return descending ? key.down : key.up;
        }
    }

    static SortKey of(List<String> encoded) {
        if (encoded.isEmpty()) return MISSING;
        return new SortKey(
                "\u0001" + encoded.stream().min(String::compareTo).orElseThrow(),
                "\u0001" + encoded.stream().max(String::compareTo).orElseThrow());
    }

    static String encoded(String term) {
        return new String(term.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String encoded(long number) {
        var bits = number ^ Long.MIN_VALUE;
        var text = new StringBuilder(8);
        for (var shift = 56; shift >= 0; shift -= 8) text.append((char) (bits >>> shift & 0xff));
        return text.toString();
    }
}
