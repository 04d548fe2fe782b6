package argiope.appliance.ingest;

/// Masks secrets in lines that no format could read: what follows `scheme://` up to an `@`, and the values of the
/// headers
/// that carry credentials. Formats mask the lines they read themselves.
final class Secrets {
    private static final byte[][] HEADERS = {
        ascii("authorization"), ascii("cookie"),
    };

    private Secrets() {}

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /// A copy of `line[from,to)` with `***` where a secret was.
    static byte[] masked(byte[] line, int from, int to) {
        var out = new java.io.ByteArrayOutputStream(to - from);
        var at = from;
        while (at < to) {
            var afterUser = afterUserinfo(line, at, to);
            if (afterUser > 0) {
                out.writeBytes(ascii("://***"));
                at = afterUser;
                continue;
            }
            var afterName = afterHeaderName(line, at, to);
            if (afterName > 0) {
                out.write(line, at, afterName - at);
                out.writeBytes(ascii("***"));
                at = afterValue(line, afterName, to);
                continue;
            }
            out.write(line[at++]);
        }
        return out.toByteArray();
    }

    /// Where the `@` is when a userinfo begins with the `://` at `at`, else -1.
    private static int afterUserinfo(byte[] line, int at, int to) {
        if (line[at] != ':' || at + 3 >= to || line[at + 1] != '/' || line[at + 2] != '/') return -1;
        var found = -1;
        for (var i = at + 3; i < to; i++) {
            var b = line[i];
            if (b == '@') found = i;
            else if (b == '/' || b == '?' || b == '#' || b == ' ' || b == '"') break;
        }
        return found;
    }

    /// Just after `Authorization:` or `Cookie:` and the blanks that follow, else -1; `=` counts as a colon, and so does
    /// a
    /// percent-encoded one.
    private static int afterHeaderName(byte[] line, int at, int to) {
        for (var name : HEADERS) {
            if (!startsWith(line, at, to, name)) continue;
            var i = at + name.length;
            if (i < to && (line[i] == ':' || line[i] == '=')) i++;
            else if (startsWith(line, i, to, ascii("%3a"))) i += 3;
            else continue;
            while (i < to && line[i] == ' ') i++;
            if (startsWith(line, i, to, ascii("%20"))) i += 3;
            return i;
        }
        return -1;
    }

    private static boolean startsWith(byte[] line, int at, int to, byte[] lower) {
        if (to - at < lower.length) return false;
        for (var i = 0; i < lower.length; i++) {
            var b = line[at + i];
            if (b >= 'A' && b <= 'Z') b += 32;
            if (b != lower[i]) return false;
        }
        return true;
    }

    /// A header's value ends at the line's end, at a quote or bracket, or where an escaped line end begins.
    private static int afterValue(byte[] line, int from, int to) {
        for (var i = from; i < to; i++) {
            var b = line[i];
            if (b == '"' || b == ']' || b == '\r' || b == '\n' || b == '\t') return i;
            if (b == '\\' && i + 1 < to && (line[i + 1] == 'r' || line[i + 1] == 'n')) return i;
            if (startsWith(line, i, to, ascii("%0d")) || startsWith(line, i, to, ascii("%0a"))) return i;
        }
        return to;
    }
}
