package argiope.platform.intelligence.search;

import argiope.core.access.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The place of a hit in an order: its sort keys, the id last.
public record Cursor(List<String> keys) {
    public Cursor {
        keys = List.copyOf(keys);
    }

    /// As it travels in an address.
    public String text() {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return String.join(
                ".",
                keys.stream()
                        .map(k -> encoder.encodeToString(k.getBytes(StandardCharsets.ISO_8859_1)))
                        .toList());
    }

    public static Cursor read(String text, int keys) {
        var parts = new ArrayList<String>();
        try {
            for (var part : text.split("\\.", -1))
                parts.add(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException _) {
            parts.clear();
        }
        if (parts.size() != keys)
            throw new Refusal.Invalid(
                    "bad-parameter",
                    "The parameter 'search_after' is no cursor of this order. Take it from the X-Next header.");
        return new Cursor(parts);
    }
}
