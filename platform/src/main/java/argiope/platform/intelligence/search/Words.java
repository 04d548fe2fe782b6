package argiope.platform.intelligence.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts text into words, for the index and for queries alike. A word is what stands between white space, without
/// punctuation around it; where punctuation or a change of case divides it, its parts are words too. Digits do not
/// divide,
/// addresses stay whole. Each word is indexed as it is written, in lower case, and by its stem.
public final class Words {
    /// A term at a position of the text; several may share one.
    public record Token(String term, int position) {}

    /// One word and its parts: a single part when nothing divides it.
    record Word(String whole, List<String> parts) {}

    /// Between two values of the same field, so that no phrase reaches from one into the next.
    static final int GAP = 100;

    private static final char STEM = '\u0001';
    private static final int MOST_WORDS = 200_000;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}");
    private static final Set<String> STOP = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
            "will", "with");

    private Words() {}

    /// The tokens of a text, from a position on.
    static List<Token> tokens(String text, int start) {
        var tokens = new ArrayList<Token>();
        var position = start;
        for (var word : words(text)) {
            if (word.parts.size() > 1) both(tokens, word.whole, position);
            for (var part : word.parts) both(tokens, part, position++);
            if (tokens.size() > MOST_WORDS) break;
        }
        return tokens;
    }

    private static void both(List<Token> tokens, String word, int position) {
        tokens.add(new Token(word, position));
        tokens.add(new Token(stem(word), position));
    }

    /// The term under which every form of the word is found.
    static String stem(String word) {
        return STEM + Stemmer.stem(word);
    }

    /// Whether a term is a stem rather than a word as written.
    public static boolean isStem(String term) {
        return !term.isEmpty() && term.charAt(0) == STEM;
    }

    static boolean isStop(String word) {
        return STOP.contains(word);
    }

    static List<Word> words(String text) {
        var words = new ArrayList<Word>();
        for (var piece : SPACE.split(text)) {
            var word = trimmed(piece);
            if (word.isEmpty()) continue;
            var whole = Terms.of(word);
            var parts = ADDRESS.matcher(word).matches() ? List.of(whole) : parts(word);
            words.add(new Word(whole, parts.size() < 2 ? List.of(whole) : parts));
        }
        return words;
    }

    private static String trimmed(String piece) {
        var from = 0;
        var to = piece.length();
        while (from < to && !Character.isLetterOrDigit(piece.codePointAt(from)))
            from += Character.charCount(piece.codePointAt(from));
        while (to > from && !Character.isLetterOrDigit(piece.codePointBefore(to)))
            to -= Character.charCount(piece.codePointBefore(to));
        var word = piece.substring(from, to);
        var possessive = word.endsWith("'s") || word.endsWith("’s") || word.endsWith("'S");
        return possessive ? word.substring(0, word.length() - 2) : word;
    }

    private static List<String> parts(String word) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var lowerBefore = false;
        for (var i = 0; i < word.length(); ) {
            var point = word.codePointAt(i);
            i += Character.charCount(point);
            var inside = Character.isLetterOrDigit(point);
            if ((!inside || (lowerBefore && Character.isUpperCase(point))) && !part.isEmpty()) {
                parts.add(Terms.of(part.toString()));
                part.setLength(0);
            }
            if (inside) part.appendCodePoint(point);
            lowerBefore = Character.isLowerCase(point);
        }
        if (!part.isEmpty()) parts.add(Terms.of(part.toString()));
        return parts;
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
