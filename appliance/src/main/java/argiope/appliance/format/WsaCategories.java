package argiope.appliance.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of URL categories by their abbreviations in the log. Names of custom categories are remembered,
/// within a bound, so that they are made once. Owned by one thread.
final class WsaCategories {
    private static final String TABLE = "wsa-categories.tsv";
    private static final int BOUND = 2048;
    private final ByteWords known = new ByteWords();
    private final List<String> names = new ArrayList<>();
    private static final Map<String, String> SHIPPED = table();
    private static final Set<String> SHIPPED_NAMES = Set.copyOf(SHIPPED.values());

    WsaCategories() {
        SHIPPED.forEach((word, name) -> add(Bytes.of(word), name));
        add(Bytes.of("nc"), "Uncategorized");
        for (var name : SHIPPED_NAMES) add(Bytes.of(name), name);
    }

    private static Map<String, String> table() {
        var table = new HashMap<String, String>();
        try (var in = WsaCategories.class.getResourceAsStream(TABLE)) {
            if (in == null) throw new IllegalStateException("the table of URL categories is missing from the build");
            for (var line :
                    (Iterable<String>) new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()::iterator) {
                var tab = line.indexOf('\t');
                if (line.startsWith("#") || tab < 0) continue;
                table.put(line.substring(0, tab), line.substring(tab + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the table of URL categories cannot be read", e);
        }
        return Map.copyOf(table);
    }

    private String add(byte[] word, String name) {
        known.put(word, names.size());
        names.add(name);
        return name;
    }

    /// The name for `[from,to)`.
    String name(byte[] b, int from, int to) {
        var index = known.find(b, from, to);
        if (index >= 0) return names.get(index);
        var name = new String(b, from, to - from, StandardCharsets.UTF_8);
        return names.size() < BOUND && to - from <= 128 ? add(Bytes.of(name), name) : name;
    }

    /// Whether this is the full name of a predefined category.
    boolean isName(byte[] b, int from, int to) {
        var index = known.find(b, from, to);
        return index >= 0 && SHIPPED_NAMES.contains(names.get(index));
    }
}
