package argiope.core.observable;

import java.util.Locale;

/// A value seen in the wild that can be judged: an address, a name, a file hash.
/// Keeps the spelling it came with, however odd: what was seen is evidence. Comparisons use [#key].
public record Observable(ObservableType type, String value) {

    /// Lower case in no language's rules; of a URL also without its last `/`.
    public String key() {
        var lower = value.toLowerCase(Locale.ROOT);
        return type == ObservableType.URL && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// Whether both mean the same thing: equal type and equal [#key].
    public boolean sameAs(Observable other) {
        return type == other.type && key().equals(other.key());
    }
}
