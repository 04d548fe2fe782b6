package argiope.platform.intelligence.search;

import argiope.core.access.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the published query language, Lucene's classic syntax: `field:value`, `AND`, `OR`, `NOT`, `+`, `-`, quotes,
/// wildcards, ranges, `~`, `_exists_`. Between clauses without a word stands AND. NOT binds closest, then AND, then OR.
/// Regular expressions and more than 1,024 clauses are refused; weights (`^2`) are read and have no effect.
final class QueryLanguage {
    static final int MOST_CLAUSES = 1_024;
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_DEPTH = 64;

    private final String text;
    private final FieldMeaning meaning;
    private int at;
    private int depth;
    private int clauses;

    private QueryLanguage(String text, FieldMeaning meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    static Query read(String text, FieldMeaning meaning) {
        if (text.length() > MOST_CHARACTERS)
            throw invalid("The query is longer than " + MOST_CHARACTERS + " characters.");
        var parser = new QueryLanguage(text, meaning);
        var query = parser.either(Optional.empty());
        parser.space();
        if (parser.at < text.length()) throw parser.unexpected();
        return query.orElse(text.isBlank() ? Query.EVERYTHING : Query.NOTHING);
    }

    static Refusal.Invalid invalid(String message) {
        return new Refusal.Invalid("bad-query", message, Map.of("type", "ES Invalid Request"));
    }

    private Refusal.Invalid unexpected() {
        return at < text.length()
                ? invalid("The query cannot be read: unexpected '"
                        + text.substring(
                                at,
                                Character.isHighSurrogate(text.charAt(at)) && at + 1 < text.length() ? at + 2 : at + 1)
                        + "' at character " + (at + 1) + ". Put a backslash before characters that are meant as text.")
                : invalid("The query cannot be read: it ends too early.");
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private boolean word(String word) {
        space();
        if (!text.startsWith(word, at)) return false;
        var end = at + word.length();
        if (Character.isLetter(word.charAt(0))
                && end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && text.charAt(end) != '('
                && text.charAt(end) != ')') return false;
        at = end;
        return true;
    }

    private boolean closed() {
        space();
        return at >= text.length() || text.charAt(at) == ')';
    }

    private Optional<Query> either(Optional<String> field) {
        var first = both(field);
        var any = new ArrayList<Query>();
        first.ifPresent(any::add);
        while (word("OR") || word("||")) {
            if (closed()) throw unexpected();
            both(field).ifPresent(any::add);
        }
        return any.isEmpty() ? Optional.empty() : Optional.of(Query.any(any));
    }

    private Optional<Query> both(Optional<String> field) {
        var all = new ArrayList<Query>();
        while (!closed()) {
            var start = at;
            if (word("OR") || word("||")) {
                at = start;
                if (all.isEmpty() && clauses == 0) throw unexpected();
                break;
            }
            if (word("AND") || word("&&")) {
                if (start == 0 || closed()) throw unexpected();
                continue;
            }
            one(field).ifPresent(all::add);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(Query.all(all));
    }

    private Optional<Query> one(Optional<String> field) {
        if (word("NOT") || word("!") || word("-")) {
            if (closed()) throw unexpected();
            return one(field).map(Query::not);
        }
        if (word("+")) {
            if (closed()) throw unexpected();
            return one(field);
        }
        space();
        if (text.charAt(at) == '(') return group(field);
        return clause(field);
    }

    private Optional<Query> group(Optional<String> field) {
        if (++depth > MOST_DEPTH) throw invalid("The query has more than " + MOST_DEPTH + " brackets in one another.");
        at++;
        var inner = either(field);
        space();
        if (at >= text.length() || text.charAt(at) != ')') throw unexpected();
        at++;
        depth--;
        number('^');
        return inner;
    }

    private Optional<Query> clause(Optional<String> field) {
        if (++clauses > MOST_CLAUSES) throw invalid("The query has more than " + MOST_CLAUSES + " clauses.");
        return switch (text.charAt(at)) {
            case '"' -> quoted(field);
            case '[', '{' -> range(field);
            case '/' -> throw invalid("Regular expressions are not allowed in a query.");
            case '>', '<' -> compared(field);
            default -> named(field);
        };
    }

    private Optional<Query> quoted(Optional<String> field) {
        var phrase = quotedText();
        var slop = number('~').map(Double::intValue).orElse(0);
        number('^');
        return meaning.phrase(field, phrase, Math.min(slop, 1_000));
    }

    private String quotedText() {
        var phrase = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) at++;
            phrase.append(text.charAt(at++));
        }
        if (at >= text.length()) throw unexpected();
        at++;
        return phrase.toString();
    }

    /// `~` or `^` with an optional number behind it.
    private Optional<Double> number(char sign) {
        if (at >= text.length() || text.charAt(at) != sign) return Optional.empty();
        var start = ++at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) at++;
        try {
            return Optional.of(start == at ? -1.0 : Double.parseDouble(text.substring(start, at)));
        } catch (NumberFormatException _) {
            throw unexpected();
        }
    }

    private Optional<Query> range(Optional<String> field) {
        var fromIn = text.charAt(at++) == '[';
        var from = end();
        if (!word("TO")) throw unexpected();
        var to = end();
        space();
        if (at >= text.length() || text.charAt(at) != ']' && text.charAt(at) != '}') throw unexpected();
        var toIn = text.charAt(at++) == ']';
        number('^');
        return meaning.range(field, from, fromIn, to, toIn);
    }

    private String end() {
        space();
        if (at < text.length() && text.charAt(at) == '"') return quotedText();
        var start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "]}".indexOf(text.charAt(at)) < 0)
            at++;
        if (start == at) throw unexpected();
        return text.substring(start, at).replace("\\", "");
    }

    private Optional<Query> compared(Optional<String> field) {
        var greater = text.charAt(at++) == '>';
        var included = at < text.length() && text.charAt(at) == '=';
        if (included) at++;
        var value = end();
        return greater
                ? meaning.range(field, value, included, "*", true)
                : meaning.range(field, "*", true, value, included);
    }

    /// A name with a clause of its own, or a bare term.
    private Optional<Query> named(Optional<String> field) {
        var plain = new StringBuilder();
        var pattern = new StringBuilder();
        var wild = false;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                var next = text.charAt(at + 1);
                plain.append(next);
                if (next == '*' || next == '?' || next == '\\') pattern.append('\\');
                pattern.append(next);
                at += 2;
                continue;
            }
            if (c == ':' && field.isEmpty() && !plain.isEmpty()) return fielded(plain.toString());
            if (Character.isWhitespace(c) || "()[]{}\"^~:".indexOf(c) >= 0) break;
            wild |= c == '*' || c == '?';
            plain.append(c);
            pattern.append(c);
            at++;
        }
        if (plain.isEmpty()) throw unexpected();
        var edits = number('~');
        number('^');
        if (wild && plain.toString().equals("*"))
            return Optional.of(field.map(meaning::present).orElse(Query.EVERYTHING));
        if (wild) return meaning.pattern(field, pattern.toString());
        if (edits.isPresent()) return meaning.like(field, plain.toString(), edits(edits.get(), plain.length()));
        return meaning.term(field, plain.toString());
    }

    /// Two edits at most; without a number by the length of the term.
    static int edits(double asked, int length) {
        if (asked >= 1) return (int) Math.min(asked, 2);
        return length < 3 ? 0 : length < 6 ? 1 : 2;
    }

    private Optional<Query> fielded(String name) {
        at++;
        if (at < text.length() && name.equals("*") && text.charAt(at) == '*') {
            at++;
            return Optional.of(Query.EVERYTHING);
        }
        space();
        if (at >= text.length()) throw unexpected();
        if (name.equals("_exists_")) return Optional.of(meaning.present(end(List.of(')'))));
        clauses--;
        return one(Optional.of(name));
    }

    private String end(List<Character> stops) {
        var start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && !stops.contains(text.charAt(at))) at++;
        if (start == at) throw unexpected();
        return text.substring(start, at);
    }
}
