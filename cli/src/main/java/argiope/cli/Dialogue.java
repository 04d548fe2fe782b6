package argiope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The forms of a conversation: a menu that an empty answer leaves, a question with its default, yes or no.
final class Dialogue {
    private final Talk talk;

    Dialogue(Talk talk) {
        this.talk = talk;
    }

    /// One operation of a menu.
    record Operation(String gloss, Runnable run) {}

    /// Shows the operations and carries out what is picked, until an empty answer or the end of the input.
    /// A fault of the API is said and leaves the menu open. False if any failed.
    boolean menu(SequencedMap<String, Operation> operations) {
        var width = operations.keySet().stream().mapToInt(String::length).max().orElse(0);
        talk.say("Pick an operation:");
        operations.forEach(
                (word, operation) -> talk.say("- " + word + " ".repeat(width - word.length() + 2) + operation.gloss()));
        var words = List.copyOf(operations.keySet());
        var allWell = true;
        while (true) {
            var typed = talk.answer("[]> ", words);
            if (typed.isEmpty() || typed.get().isBlank()) return allWell;
            var word = Words.meant(typed.get(), words, talk);
            if (word.isEmpty()) {
                allWell = false;
                continue;
            }
            try {
                find(operations, word.get()).run().run();
            } catch (ApiFault fault) {
                talk.say(Text.safe(fault.getMessage()));
                allWell = false;
            }
        }
    }

    private static Operation find(Map<String, Operation> operations, String word) {
        var operation = operations.get(word);
        if (operation == null) throw new IllegalStateException("no operation " + word);
        return operation;
    }

    static SequencedMap<String, Operation> operations() {
        return new LinkedHashMap<>();
    }

    /// The answer, or the default in brackets for an empty one.
    String ask(String question, String fallback, List<String> words) {
        var typed = talk.answer(question + " [" + fallback + "]> ", words)
                .orElse("")
                .strip();
        return typed.isEmpty() ? fallback : typed;
    }

    String ask(String question, String fallback) {
        return ask(question, fallback, List.of());
    }

    /// Only a word that begins like yes is a yes.
    boolean yes(String question, boolean fallback) {
        var typed = talk.answer(question + " [" + (fallback ? "Y" : "N") + "]> ", List.of("yes", "no"))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        return typed.isEmpty() ? fallback : "yes".startsWith(typed);
    }

    Optional<String> askIfAny(String question) {
        var typed = talk.answer(question + " []> ", List.of()).orElse("").strip();
        return typed.isEmpty() ? Optional.empty() : Optional.of(typed);
    }
}
