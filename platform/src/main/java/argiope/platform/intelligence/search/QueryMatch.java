package argiope.platform.intelligence.search;

import argiope.platform.intelligence.search.Words.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says of one document whether a query matches it: the meaning of [Query], spelled out.
public final class QueryMatch {
    private QueryMatch() {}

    public static boolean matches(Query query, IndexDocument document) {
        return switch (query) {
            case Query.Everything _ -> true;
            case Query.Nothing _ -> false;
            case Query.All(var all) -> all.stream().allMatch(q -> matches(q, document));
            case Query.Any(var any) -> any.stream().anyMatch(q -> matches(q, document));
            case Query.Not(var inner) -> !matches(inner, document);
            case Query.Value(var field, var term) -> document.values(field).contains(term);
            case Query.ValuePattern(var field, var pattern) ->
                document.values(field).stream().anyMatch(term -> fits(pattern, term));
            case Query.ValueBetween between ->
                document.values(between.field()).stream().anyMatch(term -> lies(term, between));
            case Query.ValueLike(var field, var term, var edits) ->
                document.values(field).stream().anyMatch(other -> near(term, other, edits));
            case Query.Word(var field, var term) -> written(document, field).anyMatch(t -> t.equals(term));
            case Query.WordPattern(var field, var pattern) ->
                written(document, field).anyMatch(term -> !Words.isStem(term) && fits(pattern, term));
            case Query.WordLike(var field, var term, var edits) ->
                written(document, field).anyMatch(other -> !Words.isStem(other) && near(term, other, edits));
            case Query.Phrase phrase -> phrase(document.words(phrase.field()), phrase);
            case Query.NumberBetween(var field, var from, var to) ->
                document.numbers(field).stream().anyMatch(n -> n >= from && n <= to);
        };
    }

    private static java.util.stream.Stream<String> written(IndexDocument document, String field) {
        return document.words(field).stream().map(Token::term);
    }

    private static boolean lies(String term, Query.ValueBetween between) {
        return after(between.from(), term, between.fromIn()) && before(between.to(), term, between.toIn());
    }

    private static boolean after(Optional<String> from, String term, boolean included) {
        if (from.isEmpty()) return true;
        var order = byBytes(term, from.get());
        return included ? order >= 0 : order > 0;
    }

    private static boolean before(Optional<String> to, String term, boolean included) {
        if (to.isEmpty()) return true;
        var order = byBytes(term, to.get());
        return included ? order <= 0 : order < 0;
    }

    private static int byBytes(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// Linear in the text for each star: goes back only to the last one.
    static boolean fits(String pattern, String text) {
        var p = 0;
        var t = 0;
        var star = -1;
        var resume = 0;
        while (t < text.length()) {
            var literal = p < pattern.length() && pattern.charAt(p) == '\\' && p + 1 < pattern.length();
            var c = p < pattern.length() ? pattern.charAt(literal ? p + 1 : p) : 0;
            if (p < pattern.length() && !literal && c == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && !literal && c == '?') {
                p++;
                t += Character.charCount(text.codePointAt(t));
            } else if (p < pattern.length() && c == text.charAt(t)) {
                p += literal ? 2 : 1;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }

    /// Optimal string alignment distance of at most `edits`, in characters of Unicode.
    static boolean near(String from, String to, int edits) {
        var a = from.codePoints().toArray();
        var b = to.codePoints().toArray();
        if (Math.abs(a.length - b.length) > edits) return false;
        var rows = new int[a.length + 1][b.length + 1];
        for (var i = 0; i <= a.length; i++) rows[i][0] = i;
        for (var j = 0; j <= b.length; j++) rows[0][j] = j;
        for (var i = 1; i <= a.length; i++)
            for (var j = 1; j <= b.length; j++) {
                var least = Math.min(
                        rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                        Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    least = Math.min(least, rows[i - 2][j - 2] + 1);
                rows[i][j] = least;
            }
        return rows[a.length][b.length] <= edits;
    }

    /// Whether each term stands somewhere so that their displacements lie within the slop: the narrowest window over
    /// all
    /// displacements that holds one of every term, found in one pass.
    private static boolean phrase(List<Token> text, Query.Phrase phrase) {
        record Place(int shift, int term) {}
        var wanted = phrase.tokens();
        var places = new ArrayList<Place>();
        for (var token : text)
            for (var i = 0; i < wanted.size(); i++)
                if (token.term().equals(wanted.get(i).term()))
                    places.add(new Place(token.position() - wanted.get(i).position(), i));
        places.sort(Comparator.comparingInt(Place::shift));
        var inside = new int[wanted.size()];
        var missing = wanted.size();
        var first = 0;
        for (var place : places) {
            if (inside[place.term]++ == 0) missing--;
            while (place.shift - places.get(first).shift > phrase.slop())
                if (--inside[places.get(first++).term] == 0) missing++;
            if (missing == 0) return true;
        }
        return false;
    }
}
