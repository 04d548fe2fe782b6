package argiope.appliance.format;

import argiope.appliance.normal.UserForm;
import argiope.appliance.tracking.Row;

/// The user as Squid's built-in formats write it: blanks raw, backslash doubled, unsafe bytes as %xx, line ends as `\r`
/// `\n`.
final class SquidUser {
    private SquidUser() {}

    static void read(Row row, UserForm users, int from, int to) {
        if (from >= to) return;
        var b = row.array();
        var escaped = false;
        for (var i = from; i < to && !escaped; i++) escaped = b[i] == '\\' || b[i] == '%';
        if (!escaped) {
            users.read(row, from, to, true);
            return;
        }
        var at = row.reserve(to - from);
        users.read(row, at, unescape(row.array(), from, to, at), true);
    }

    /// Undoes the `[` encoding of `[from,to)` into the same array at `at`; returns the end.
    static int unescape(byte[] b, int from, int to, int at) {
        for (var i = from; i < to; i++) {
            var c = b[i];
            if (c == '\\'
                    && i + 1 < to
                    && (b[i + 1] == '\\' || b[i + 1] == 'r' || b[i + 1] == 'n' || b[i + 1] == 't')) {
                var escape = b[++i];
                b[at++] = escape == 'r'
                        ? (byte) '\r'
                        : escape == 'n' ? (byte) '\n' : escape == 't' ? (byte) '\t' : escape;
            } else if (c == '%' && i + 2 < to && (Bytes.hex(b[i + 1]) | Bytes.hex(b[i + 2])) >= 0) {
                b[at++] = (byte) (Bytes.hex(b[i + 1]) << 4 | Bytes.hex(b[i + 2]));
                i += 2;
            } else {
                b[at++] = c;
            }
        }
        return at;
    }
}
