package argiope.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Words of a menu: taken in any case, by any prefix that only one of them has.
final class Words {
    private Words() {}

    /// The word that is meant. Empty if none is; says through `talk` when several could be.
    static Optional<String> meant(String typed, List<String> words, Talk talk) {
        var text = typed.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) return Optional.empty();
        for (var word : words) if (word.equalsIgnoreCase(text)) return Optional.of(word);
        var matching = words.stream()
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(text))
                .toList();
        if (matching.size() == 1) return Optional.of(matching.getFirst());
        talk.say(
                matching.isEmpty()
                        ? "There is no '" + Text.safe(typed.strip()) + "' here."
                        : "'" + Text.safe(typed.strip()) + "' could be " + String.join(", ", matching) + ".");
        return Optional.empty();
    }
}
