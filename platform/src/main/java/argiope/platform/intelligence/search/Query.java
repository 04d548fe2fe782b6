package argiope.platform.intelligence.search;

import argiope.platform.intelligence.search.Words.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a search asks of the index: a closed set, so that every index can answer all of it alike. Fields are of three
/// kinds that do not mix: values (whole terms), words (terms at positions) and numbers (times are milliseconds).
public sealed interface Query {
    record Everything() implements Query {}

    record Nothing() implements Query {}

    record All(List<Query> queries) implements Query {
        public All {
            queries = List.copyOf(queries);
        }
    }

    record Any(List<Query> queries) implements Query {
        public Any {
            queries = List.copyOf(queries);
        }
    }

    record Not(Query query) implements Query {}

    record Value(String field, String term) implements Query {}

    /// `*` stands for any characters, `?` for one; a backslash takes the meaning off the next character.
    record ValuePattern(String field, String pattern) implements Query {}

    /// In the order of UTF-8 bytes; an absent end is open.
    record ValueBetween(String field, Optional<String> from, boolean fromIn, Optional<String> to, boolean toIn)
            implements Query {}

    /// Terms that so many edits (insert, delete, replace, swap neighbours) lead to.
    record ValueLike(String field, String term, int edits) implements Query {}

    record Word(String field, String term) implements Query {}

    /// As [ValuePattern], over words as written.
    record WordPattern(String field, String pattern) implements Query {}

    record WordLike(String field, String term, int edits) implements Query {}

    /// Terms at these positions relative to each other, displaced by at most `slop` altogether.
    record Phrase(String field, List<Token> tokens, int slop) implements Query {
        public Phrase {
            tokens = List.copyOf(tokens);
        }
    }

    /// Both ends included.
    record NumberBetween(String field, long from, long to) implements Query {}

    Query EVERYTHING = new Everything();
    Query NOTHING = new Nothing();

    static Query all(List<Query> queries) {
        var kept = new ArrayList<Query>();
        for (var query : queries) {
            if (query instanceof Nothing) return NOTHING;
            if (query instanceof All(var inner)) kept.addAll(inner);
            else if (!(query instanceof Everything)) kept.add(query);
        }
        return kept.isEmpty() ? EVERYTHING : kept.size() == 1 ? kept.getFirst() : new All(kept);
    }

    static Query all(Query... queries) {
        return all(List.of(queries));
    }

    static Query any(List<Query> queries) {
        var kept = new ArrayList<Query>();
        for (var query : queries) {
            if (query instanceof Everything) return EVERYTHING;
            if (query instanceof Any(var inner)) kept.addAll(inner);
            else if (!(query instanceof Nothing)) kept.add(query);
        }
        return kept.isEmpty() ? NOTHING : kept.size() == 1 ? kept.getFirst() : new Any(kept);
    }

    static Query not(Query query) {
        return switch (query) {
            case Everything _ -> NOTHING;
            case Nothing _ -> EVERYTHING;
            case Not(var inner) -> inner;
            default -> new Not(query);
        };
    }
}
