package argiope.appliance.format;

/// Masks what a log must not keep: the user part of URLs, and the values of the headers that carry credentials.
/// Masking what is masked changes nothing. One pass.
final class Secrets {
    private static final byte[][] HEADERS = {
        Bytes.of("proxy-authorization"), Bytes.of("authorization"), Bytes.of("set-cookie"), Bytes.of("cookie")
    };
    private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(1024);

    /// A masked copy of `[from,to)` with the user parts of its URLs masked, or the part itself when there is none.
    /// With `headers` also the values of credential headers, wherever they seem to stand.
    byte[] masked(byte[] b, int from, int to, boolean headers) {
        out.reset();
        var copied = from;
        for (var i = from; i < to; i++) {
            if (b[i] != ':') continue;
            if (i + 2 < to && b[i + 1] == '/' && b[i + 2] == '/') {
                var end = i + 3;
                var at = -1;
                for (; end < to && !endsAuthority(b[end]); end++) if (b[end] == '@') at = end;
                if (at > i + 3) {
                    out.write(b, copied, i + 3 - copied);
                    star();
                    copied = at;
                }
                i = end - 1;
            } else if (headers && isSecretHeader(b, from, i)) {
                var value = i + 1;
                while (value < to && (b[value] == ' ' || b[value] == '+')) value++;
                var end = headerEnd(b, value, to);
                if (end > value) {
                    out.write(b, copied, value - copied);
                    star();
                    copied = end;
                    i = end - 1;
                }
            }
        }
        out.write(b, copied, to - copied);
        return out.toByteArray();
    }

    /// Whether a URL in `[from,to)` has a user part; makes no objects.
    static boolean hasUser(byte[] b, int from, int to) {
        for (var i = from; i + 3 < to; i++) {
            if (b[i] != ':' || b[i + 1] != '/' || b[i + 2] != '/') continue;
            i += 3;
            for (; i < to && !endsAuthority(b[i]); i++) if (b[i] == '@') return true;
            i--;
        }
        return false;
    }

    private void star() {
        out.write('*');
        out.write('*');
        out.write('*');
    }

    private static boolean endsAuthority(byte c) {
        return c == '/' || c == '?' || c == '#' || c == ' ' || c == '"' || c == '<' || c == '>' || c == '\t'
                || c == '\n';
    }

    private static boolean isSecretHeader(byte[] b, int from, int colon) {
        for (var name : HEADERS) if (ends(b, from, colon, name)) return true;
        return false;
    }

    private static boolean ends(byte[] b, int from, int to, byte[] name) {
        var at = to - name.length;
        if (at < from) return false;
        for (var i = 0; i < name.length; i++) if (Bytes.lower(b[at + i]) != name[i]) return false;
        return true;
    }

    /// A header's value ends with its line, whatever the encoding of the line end, or with the block.
    private static int headerEnd(byte[] b, int from, int to) {
        for (var i = from; i < to; i++) {
            var c = b[i];
            if (c == '\r' || c == '\n' || c == ']') return i;
            if (c == '\\' && i + 1 < to && (b[i + 1] == 'r' || b[i + 1] == 'n') && (i == from || b[i - 1] != '\\'))
                return i;
            if (c == '%' && i + 2 < to && b[i + 1] == '0' && ((b[i + 2] | 32) == 'd' || (b[i + 2] | 32) == 'a'))
                return i;
        }
        return to;
    }

    /// Whether a header of this name holds a secret.
    static boolean isSecretHeader(String name) {
        var bytes = Bytes.of(name.strip());
        for (var header : HEADERS)
            if (header.length == bytes.length && ends(bytes, 0, bytes.length, header)) return true;
        return false;
    }
}
