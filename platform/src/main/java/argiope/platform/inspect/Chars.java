package argiope.platform.inspect;

/// Kinds of characters.
final class Chars {
    private Chars() {}

    /// Letters and digits of all scripts.
    static boolean isWord(char c) {
        return c < 128
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                : Character.isLetterOrDigit(c) || Character.isSurrogate(c) || isMark(c);
    }

    private static boolean isMark(char c) {
        var type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /// What names, addresses, hashes and mail addresses are made of.
    static boolean isToken(char c) {
        return isWord(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '@' || c == '+' || isWideDot(c);
    }

    /// The dots of other scripts that names allow.
    static boolean isWideDot(char c) {
        return c == '\u3002' || c == '\uFF0E' || c == '\uFF61';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /// What ends a URL wherever it stands.
    static boolean endsUrl(char c) {
        return c <= ' '
                || c == '"'
                || c == '<'
                || c == '>'
                || c == '`'
                || c == '{'
                || c == '}'
                || c == '|'
                || c == '\\'
                || c == '^'
                || c == 127
                || c == '\u00A0'
                || (c >= '\u2000' && c <= '\u200F')
                || (c >= '\u2018' && c <= '\u201F')
                || c == '\u00AB'
                || c == '\u00BB'
                || c == '\u3000'
                || (c >= '\u3001' && c <= '\u3011')
                || c == '\uFF0C';
    }
}
