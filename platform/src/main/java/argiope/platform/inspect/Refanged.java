package argiope.platform.inspect;

/// A text with its defanging undone (`hxxp`, `[.]`, `(.)`, `[:]`, `[at]`, ...), that remembers where each character
/// stood. One pass; what is no defanging stays as it is.
final class Refanged {
    private static final String[] MARKS = {".", ":", "/", "@", "://"};
    final char[] text;
    final int length;
    /// Where each character stood; one more for the end.
    private final int[] origin;

    private Refanged(char[] text, int length, int[] origin) {
        this.text = text;
        this.length = length;
        this.origin = origin;
    }

    /// Where `[from,to)` begins in what was pasted.
    int sourceFrom(int from) {
        return origin[from];
    }

    int sourceTo(int to) {
        return origin[to];
    }

    /// Whether something inside `[from,to)` was written in another way.
    boolean defanged(int from, int to) {
        return to > from && origin[to - 1] - origin[from] != to - 1 - from;
    }

    static Refanged of(String source) {
        var n = source.length();
        var out = new char[n];
        var origin = new int[n + 1];
        var o = 0;
        for (var i = 0; i < n; ) {
            var c = source.charAt(i);
            if (c == '[' || c == '(' || c == '{') {
                var mark = mark(source, i, c);
                var word = mark == null ? word(source, i, c) : '\0';
                var spaced = word != '\0' && o > 1 && out[o - 1] == ' ' && Chars.isWord(out[o - 2]);
                if (mark != null && (o > 0 || mark.length() > 1)) {
                    var width = i + mark.length() + 1 < n && closes(c, source.charAt(i + mark.length() + 1)) ? 2 : 1;
                    for (var k = 0; k < mark.length(); k++) {
                        origin[o] = i + (k == 0 ? 0 : k + 1);
                        out[o++] = mark.charAt(k);
                    }
                    i += mark.length() + width;
                    continue;
                }
                if (word != '\0' && (spaced || (o > 0 && Chars.isWord(out[o - 1])))) {
                    var after = i + (word == '@' ? 4 : 5);
                    if (spaced
                            && after + 1 < n
                            && source.charAt(after) == ' '
                            && Chars.isWord(source.charAt(after + 1))) {
                        o--;
                        after++;
                        origin[o] = i - 1;
                        out[o++] = word;
                        i = after;
                        continue;
                    }
                    if (!spaced && after < n && Chars.isWord(source.charAt(after))) {
                        origin[o] = i;
                        out[o++] = word;
                        i = after;
                        continue;
                    }
                }
            } else if ((c == 'h' || c == 'H') && (o == 0 || !Chars.isWord(out[o - 1])) && isHxxp(source, i)) {
                for (var k = 0; k < 4; k++) {
                    origin[o] = i + k;
                    out[o++] = "http".charAt(k);
                }
                i += 4;
                continue;
            } else if ((c == 'f' || c == 'F')
                    && (o == 0 || !Chars.isWord(out[o - 1]))
                    && source.startsWith("xp", i + 1)
                    && (source.startsWith("://", i + 3) || source.startsWith("[:", i + 3))) {
                for (var k = 0; k < 3; k++) {
                    origin[o] = i + k;
                    out[o++] = "ftp".charAt(k);
                }
                i += 3;
                continue;
            }
            origin[o] = i;
            out[o++] = c;
            i++;
        }
        origin[o] = n;
        return new Refanged(out, o, origin);
    }

    /// `hxxp`, `hXXp`, `h**p`, with `s` or without, before a colon in any dress.
    private static boolean isHxxp(String s, int i) {
        if (i + 5 >= s.length()) return false;
        var a = s.charAt(i + 1);
        var b = s.charAt(i + 2);
        if (!((isX(a) && isX(b)) || (a == '*' && b == '*') || (isX(a) && isT(b)) || (isT(a) && isX(b)))
                || (s.charAt(i + 3) | 32) != 'p') return false;
        var next = (s.charAt(i + 4) | 32) == 's' ? i + 5 : i + 4;
        return next < s.length() && (s.charAt(next) == ':' || s.startsWith("[:", next) || s.startsWith("(:", next));
    }

    private static boolean isX(char c) {
        return c == 'x' || c == 'X';
    }

    private static boolean isT(char c) {
        return c == 't' || c == 'T';
    }

    /// The sign in `[.]`, `[:]`, `[/]`, `[@]`, `[://]` and their round and curly forms, and in a lone `[.`;
    /// null if none.
    private static @org.jspecify.annotations.Nullable String mark(String s, int i, char open) {
        if (i + 1 >= s.length()) return null;
        for (var mark : MARKS) {
            if (!s.startsWith(mark, i + 1)) continue;
            var close = i + 1 + mark.length();
            if (close < s.length() && closes(open, s.charAt(close))) return mark;
        }
        return open == '['
                        && s.charAt(i + 1) == '.'
                        && i > 0
                        && Chars.isWord(s.charAt(i - 1))
                        && i + 2 < s.length()
                        && Chars.isWord(s.charAt(i + 2))
                ? "."
                : null;
    }

    /// `@` for `[at]`, `.` for `[dot]`, NUL for anything else.
    private static char word(String s, int i, char open) {
        if (s.regionMatches(true, i + 1, "at", 0, 2) && i + 3 < s.length() && closes(open, s.charAt(i + 3))) return '@';
        if (s.regionMatches(true, i + 1, "dot", 0, 3) && i + 4 < s.length() && closes(open, s.charAt(i + 4)))
            return '.';
        return '\0';
    }

    private static boolean closes(char open, char c) {
        return (open == '[' && c == ']') || (open == '(' && c == ')') || (open == '{' && c == '}');
    }
}
