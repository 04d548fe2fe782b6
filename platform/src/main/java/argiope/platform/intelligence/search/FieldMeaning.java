package argiope.platform.intelligence.search;

import argiope.platform.intelligence.entity.Addresses;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.Moments;
import argiope.platform.intelligence.entity.Shape;
import argiope.platform.intelligence.entity.Shape.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns the terms of a query into questions to fields. An unknown field matches nothing; without a field all of them
/// are
/// looked at, or those the search is restricted to. Words that carry no meaning are left out: those are empty.
final class FieldMeaning {
    private enum Kind {
        VALUE,
        WORDS,
        NUMBER,
        TIME,
        UNKNOWN
    }

    private static final long DAY = 86_400_000;

    private final EntityDescription description;
    private final Addresses addresses;
    private final List<String> anywhere;

    /// @param restricted the fields that terms without a field look at; none for all
    FieldMeaning(EntityDescription description, Addresses addresses, List<String> restricted) {
        this.description = description;
        this.addresses = addresses;
        this.anywhere = restricted;
    }

    private Kind kind(String field) {
        var found = description.fieldAt(field);
        if (found.isEmpty()
                || EntityDescription.isAccessField(field)
                || found.get().found() == Found.NEVER) return Kind.UNKNOWN;
        return switch (Flattening.scalar(found.get().shape())) {
            case Shape.Time _ -> Kind.TIME;
            case Shape.Whole _ -> Kind.NUMBER;
            case Shape.Text _, Shape.Slug _, Shape.Uri _, Shape.Ref _, Shape.Id _, Shape.Word _ ->
                found.get().found() == Found.BY_WORDS ? Kind.WORDS : Kind.VALUE;
            case Shape.Flag _ -> Kind.VALUE;
            case Shape.Structure _, Shape.Choice _, Shape.Many _, Shape.AnyObject _, Shape.AnyValue _, Shape.Bundle _ ->
                Kind.UNKNOWN;
        };
    }

    private Optional<Query> overFields(Optional<String> field, Function<String, Optional<Query>> ask) {
        if (field.isPresent()) return ask.apply(field.get());
        var asked = new ArrayList<Query>();
        for (var each : anywhere) {
            var query = ask.apply(each);
            if (query.isEmpty()) return Optional.empty();
            asked.add(query.get());
        }
        return Optional.of(Query.any(asked));
    }

    private boolean unrestricted(Optional<String> field) {
        return field.isEmpty() && anywhere.isEmpty();
    }

    Optional<Query> term(Optional<String> field, String text) {
        if (unrestricted(field))
            return wordsOf(Flattening.ANYWHERE, text, 0, true)
                    .map(words -> Query.any(List.of(words, value(Flattening.ANYWHERE, text))));
        return overFields(field, f -> switch (kind(f)) {
            case WORDS -> wordsOf(f, text, 0, true);
            case VALUE -> Optional.of(value(f, text));
            case NUMBER -> Optional.of(between(f, text, true, text, true));
            case TIME -> Optional.of(between(f, text, true, text, true));
            case UNKNOWN -> Optional.of(Query.NOTHING);
        });
    }

    Optional<Query> phrase(Optional<String> field, String text, int slop) {
        if (unrestricted(field))
            return Optional.of(Query.any(List.of(
                    wordsOf(Flattening.ANYWHERE, text, slop, false).orElse(Query.NOTHING),
                    value(Flattening.ANYWHERE, text))));
        return overFields(
                field,
                f -> kind(f) == Kind.WORDS
                        ? Optional.of(wordsOf(f, text, slop, false).orElse(Query.NOTHING))
                        : term(Optional.of(f), text));
    }

    private Query value(String field, String text) {
        return new Query.Value(field, Terms.of(addresses.given(text).orElse(text)));
    }

    /// @param dropStops whether a word without meaning, alone, is left out of the whole query
    private static Optional<Query> wordsOf(String field, String text, int slop, boolean dropStops) {
        var words = Words.words(text);
        if (words.isEmpty()) return dropStops ? Optional.of(Query.NOTHING) : Optional.empty();
        if (words.size() == 1) {
            var word = words.getFirst();
            if (dropStops && Words.isStop(word.whole())) return Optional.empty();
            var whole = new Query.Word(field, Words.stem(word.whole()));
            if (word.parts().size() == 1) return Optional.of(whole);
            return Optional.of(Query.any(List.of(whole, new Query.Phrase(field, tokens(words), slop))));
        }
        var tokens = tokens(words);
        if (tokens.isEmpty()) return Optional.empty();
        if (tokens.size() == 1)
            return Optional.of(new Query.Word(field, tokens.getFirst().term()));
        return Optional.of(new Query.Phrase(field, tokens, slop));
    }

    private static List<Words.Token> tokens(List<Words.Word> words) {
        var tokens = new ArrayList<Words.Token>();
        var position = 0;
        for (var word : words)
            for (var part : word.parts()) {
                if (words.size() == 1 || !Words.isStop(part)) tokens.add(new Words.Token(Words.stem(part), position));
                position++;
            }
        return tokens;
    }

    /// @param pattern with `*` and `?`, other characters of meaning behind a backslash
    Optional<Query> pattern(Optional<String> field, String pattern) {
        var lower = Words.lower(pattern);
        var whole = lower.startsWith("*") ? addresses.given(lower.substring(1)) : Optional.<String>empty();
        if (whole.isPresent()) return term(field, whole.get());
        if (unrestricted(field))
            return Optional.of(Query.any(List.of(
                    new Query.WordPattern(Flattening.ANYWHERE, lower),
                    new Query.ValuePattern(Flattening.ANYWHERE, lower))));
        return overFields(
                field,
                f -> Optional.of(
                        switch (kind(f)) {
                            case WORDS -> new Query.WordPattern(f, lower);
                            case VALUE -> new Query.ValuePattern(f, lower);
                            case NUMBER, TIME, UNKNOWN -> Query.NOTHING;
                        }));
    }

    Optional<Query> like(Optional<String> field, String text, int edits) {
        var term = Terms.of(text);
        // Longer terms are not misspelled in a way that is worth the time.
        if (term.length() > 100) return term(field, text);
        if (unrestricted(field))
            return Optional.of(Query.any(List.of(
                    new Query.WordLike(Flattening.ANYWHERE, term, edits),
                    new Query.ValueLike(Flattening.ANYWHERE, term, edits))));
        return overFields(
                field,
                f -> Optional.of(
                        switch (kind(f)) {
                            case WORDS -> new Query.WordLike(f, term, edits);
                            case VALUE -> new Query.ValueLike(f, term, edits);
                            case NUMBER, TIME, UNKNOWN -> Query.NOTHING;
                        }));
    }

    /// `*` for an open end.
    Optional<Query> range(Optional<String> field, String from, boolean fromIn, String to, boolean toIn) {
        return overFields(field, f -> Optional.of(between(f, from, fromIn, to, toIn)));
    }

    private Query between(String field, String from, boolean fromIn, String to, boolean toIn) {
        return switch (kind(field)) {
            case UNKNOWN, WORDS -> Query.NOTHING;
            case VALUE ->
                new Query.ValueBetween(
                        field,
                        Optional.of(from).filter(t -> !t.equals("*")).map(Terms::of),
                        fromIn,
                        Optional.of(to).filter(t -> !t.equals("*")).map(Terms::of),
                        toIn);
            case NUMBER -> numbers(field, number(from), fromIn, number(to), toIn, from, to);
            case TIME -> {
                var first = Moments.read(from).map(m -> m.toEpochMilli() + (fromIn ? 0 : step(from) - 1));
                var last = Moments.read(to).map(m -> m.toEpochMilli() + (toIn ? step(to) - 1 : 0));
                yield numbers(field, first, fromIn, last, toIn, from, to);
            }
        };
    }

    /// A day without a time means all of it.
    private static long step(String time) {
        return time.length() == 10 ? DAY : 1;
    }

    private static Query numbers(
            String field,
            Optional<Long> from,
            boolean fromIn,
            Optional<Long> to,
            boolean toIn,
            String first,
            String last) {
        if (from.isEmpty() && !first.equals("*") || to.isEmpty() && !last.equals("*")) return Query.NOTHING;
        var least = from.map(n -> fromIn || n == Long.MAX_VALUE ? n : n + 1).orElse(Long.MIN_VALUE);
        var most = to.map(n -> toIn || n == Long.MIN_VALUE ? n : n - 1).orElse(Long.MAX_VALUE);
        return least > most ? Query.NOTHING : new Query.NumberBetween(field, least, most);
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    Query present(String field) {
        return EntityDescription.isAccessField(field)
                        || description.fieldAt(field).isEmpty()
                ? Query.NOTHING
                : new Query.Value(Flattening.PRESENT, field);
    }
}
