package argiope.platform.intelligence.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the forgiving query language: `+` and, `|` or, `-` not, quotes, `*` at the end, brackets, `~`. Whatever cannot
/// be
/// read as one of these is text or left out; nothing is an error but too many clauses.
final class SimpleLanguage {
    private static final int MOST_DEPTH = 64;

    private final String text;
    private final FieldMeaning meaning;
    private int at;
    private int clauses;

    private SimpleLanguage(String text, FieldMeaning meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    static Query read(String text, FieldMeaning meaning) {
        var parser = new SimpleLanguage(text, meaning);
        var found = new ArrayList<Query>();
        while (parser.at < text.length()) {
            parser.either(0).ifPresent(found::add);
            // A bracket that closes nothing.
            parser.at++;
        }
        return found.isEmpty() ? text.isBlank() ? Query.EVERYTHING : Query.NOTHING : Query.all(found);
    }

    private void space() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '+')) at++;
    }

    private Optional<Query> either(int depth) {
        var any = new ArrayList<Query>();
        while (true) {
            both(depth).ifPresent(any::add);
            if (at >= text.length() || text.charAt(at) != '|') break;
            at++;
        }
        return any.isEmpty() ? Optional.empty() : Optional.of(Query.any(any));
    }

    private Optional<Query> both(int depth) {
        List<Query> all = new ArrayList<>();
        while (true) {
            space();
            if (at >= text.length() || text.charAt(at) == ')' || text.charAt(at) == '|') break;
            one(depth).ifPresent(all::add);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(Query.all(all));
    }

    private Optional<Query> one(int depth) {
        if (text.charAt(at) == '-') {
            at++;
            space();
            if (at >= text.length() || ")|".indexOf(text.charAt(at)) >= 0) return Optional.empty();
            // A row of signs is one: nothing here may go deep.
            while (at + 1 < text.length() && text.charAt(at) == '-') at++;
            if (text.charAt(at) == '-') return Optional.empty();
            return positive(depth).map(Query::not);
        }
        return positive(depth);
    }

    private Optional<Query> positive(int depth) {
        if (text.charAt(at) == '(' && depth < MOST_DEPTH) {
            at++;
            var inner = either(depth + 1);
            if (at < text.length()) at++;
            return inner;
        }
        if (++clauses > QueryLanguage.MOST_CLAUSES)
            throw QueryLanguage.invalid("The query has more than " + QueryLanguage.MOST_CLAUSES + " clauses.");
        var quoteEnd = text.charAt(at) == '"' ? text.indexOf('"', at + 1) : -1;
        if (quoteEnd > 0) {
            var phrase = text.substring(at + 1, quoteEnd);
            at = quoteEnd + 1;
            return meaning.phrase(Optional.empty(), phrase, Math.max(0, distance()));
        }
        var start = at++;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "()|\"~".indexOf(text.charAt(at)) < 0)
            at++;
        var term = text.substring(start, at).replace("\\", "");
        var edits = distance();
        if (term.equals("*")) return Optional.of(Query.EVERYTHING);
        if (term.length() > 1 && term.endsWith("*"))
            return meaning.pattern(Optional.empty(), escaped(term.substring(0, term.length() - 1)) + "*");
        if (edits >= 0) return meaning.like(Optional.empty(), term, QueryLanguage.edits(edits, term.length()));
        return meaning.term(Optional.empty(), term);
    }

    private static String escaped(String term) {
        return term.replace("*", "\\*").replace("?", "\\?");
    }

    /// The number behind a `~`, 0 without one, -1 without the sign.
    private int distance() {
        if (at >= text.length() || text.charAt(at) != '~') return -1;
        var start = ++at;
        while (at < text.length() && at - start < 4 && Character.isDigit(text.charAt(at))) at++;
        return start == at ? 0 : Integer.parseInt(text.substring(start, at));
    }
}
