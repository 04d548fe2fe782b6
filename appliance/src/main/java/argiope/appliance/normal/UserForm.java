package argiope.appliance.normal;

import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.net.Addresses;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The parts of a user as gateways write it: name, domain, realm. Names and domains compare without case, in NFKC; the
/// logged form is kept for display. Plain ASCII stays bytes. Owned by one thread.
public final class UserForm {
    private static final byte[][] NOBODY = {
        ascii("-"), ascii("n/a"), ascii("anonymous"), ascii("(null)"), ascii("unknown"), ascii("\"\"")
    };
    private static final byte[] CN = ascii("cn=");
    private static final byte[] LDAP = ascii("ldap://");
    private final byte[] address = new byte[16];

    /// Sets USER, USER_KEY, USER_DOMAIN and AUTH_REALM from `[from,to)` of the row's array, if it names anybody.
    /// `decoded` says that percent triplets were undone already.
    public void read(Row row, int from, int to, boolean decoded) {
        var b = row.array();
        while (from < to && b[from] == ' ') from++;
        while (to > from && b[to - 1] == ' ') to--;
        if (to - from >= 2 && b[from] == '"' && b[to - 1] == '"') {
            from++;
            to--;
        }
        if (from == to || nobody(b, from, to)) return;
        if (row.hasClient() && isClient(row, from, to)) return;
        var odd = false;
        for (var i = from; i < to && !odd; i++) odd = b[i] < 0 || b[i] == '%' || b[i] == '\\' || b[i] == '=';
        if (odd) {
            readUnusual(row, from, to, decoded);
            return;
        }
        row.claim(TextField.USER, from, to);
        split(row, from, to, -1);
    }

    private void readUnusual(Row row, int from, int to, boolean decoded) {
        if (!decoded && hasTriplets(row.array(), from, to)) {
            var at = row.reserve(to - from);
            to = decode(row.array(), from, to, at);
            from = at;
        }
        row.claim(TextField.USER, from, to);
        var b = row.array();
        if (starts(b, from, to, CN) || starts(b, from, to, LDAP)) {
            distinguished(row, from, to);
            return;
        }
        var backslash = indexOf(b, '\\', from, to);
        if (backslash >= 0 && indexOf(b, "\\\\", from, to) >= 0) {
            var at = row.reserve(to - from);
            b = row.array();
            var o = at;
            for (var i = from; i < to; i++) {
                b[o++] = b[i];
                if (b[i] == '\\' && i + 1 < to && b[i + 1] == '\\') i++;
            }
            from = at;
            to = o;
            row.claim(TextField.USER, from, to);
            backslash = indexOf(b, '\\', from, to);
        }
        split(row, from, to, backslash);
    }

    /// Sets the keys from `[DOMAIN\]name[@realm]`.
    private void split(Row row, int from, int to, int backslash) {
        var b = row.array();
        var at = to - 1;
        while (at >= from && b[at] != '@') at--;
        if (at <= backslash) at = -1;
        var nameFrom = backslash + 1 > from ? backslash + 1 : from;
        var nameTo = at < 0 ? to : at;
        if (nameFrom >= nameTo) {
            nameFrom = from;
            nameTo = to;
            backslash = -1;
            at = -1;
        }
        if (backslash > from) key(row, TextField.USER_DOMAIN, from, backslash);
        var service = indexOf(b, '/', nameFrom, nameTo) >= 0;
        if (b[nameTo - 1] == '$' || (service && at >= 0)) row.flag("machineAccount");
        if (masked(b, nameFrom, nameTo)) row.flag("masked");
        if (at >= 0 && at + 1 < to) {
            if (backslash < 0 && !service && indexOf(b, '.', at + 1, to) >= 0)
                key(row, TextField.USER_DOMAIN, at + 1, to);
            else row.claim(TextField.AUTH_REALM, at + 1, to);
        }
        key(row, TextField.USER_KEY, nameFrom, nameTo);
    }

    /// `CN=Jean Dupont,OU=x,DC=corp,DC=example` and `LDAP://host OU\=x/DUPONT Jean`.
    private static void distinguished(Row row, int from, int to) {
        var text = new String(row.array(), from, to - from, StandardCharsets.UTF_8);
        if (text.regionMatches(true, 0, "LDAP://", 0, 7)) {
            var slash = text.lastIndexOf('/');
            var name = text.substring(slash + 1);
            if (slash > 6 && !name.isBlank()) {
                row.put(TextField.USER_KEY, fold(name));
                return;
            }
        }
        var name = text;
        var domain = new StringBuilder();
        var start = 0;
        for (var i = 0; i <= text.length(); i++) {
            if (i < text.length() && (text.charAt(i) != ',' || (i > 0 && text.charAt(i - 1) == '\\'))) continue;
            var part = text.substring(start, i).strip();
            if (start == 0 && part.length() > 3) name = part.substring(3);
            if (part.regionMatches(true, 0, "DC=", 0, 3) && part.length() > 3) {
                if (!domain.isEmpty()) domain.append('.');
                domain.append(part, 3, part.length());
            }
            start = i + 1;
        }
        row.put(TextField.USER_KEY, fold(name));
        if (!domain.isEmpty()) row.put(TextField.USER_DOMAIN, fold(domain.toString()));
    }

    private static void key(Row row, TextField field, int from, int to) {
        var b = row.array();
        var upper = false;
        for (var i = from; i < to; i++) {
            if (b[i] < 0) {
                row.put(field, fold(new String(b, from, to - from, StandardCharsets.UTF_8)));
                return;
            }
            upper |= b[i] >= 'A' && b[i] <= 'Z';
        }
        if (!upper) {
            row.claim(field, from, to);
            return;
        }
        var at = row.reserve(to - from);
        b = row.array();
        for (var i = from; i < to; i++) b[at + i - from] = HostForm.lower(b[i]);
        row.claim(field, at, at + to - from);
    }

    /// How two names are compared.
    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private boolean isClient(Row row, int from, int to) {
        var first = row.array()[from];
        return (Hex.digit(first) >= 0 || first == ':')
                && to - from <= 45
                && Addresses.parse(row.array(), from, to, address)
                && Arrays.equals(address, row.client());
    }

    private static boolean nobody(byte[] b, int from, int to) {
        if (to - from > 9) return false;
        for (var word : NOBODY) if (word.length == to - from && starts(b, from, to, word)) return true;
        return false;
    }

    private static boolean masked(byte[] b, int from, int to) {
        if (b[from] == '*' || b[from] == '#') {
            for (var i = from; i < to; i++) if (b[i] != b[from]) return false;
            return to - from >= 3;
        }
        var length = to - from;
        if (length != 32 && length != 40 && length != 64) return false;
        for (var i = from; i < to; i++) if (Hex.digit(b[i]) < 0) return false;
        return true;
    }

    private static boolean hasTriplets(byte[] b, int from, int to) {
        for (var i = from; i + 2 < to; i++) if (b[i] == '%' && Hex.pair(b[i + 1], b[i + 2]) >= 0) return true;
        return false;
    }

    /// Undoes percent triplets of `[from,to)` into the same array at `at`; returns the end.
    public static int decode(byte[] b, int from, int to, int at) {
        for (var i = from; i < to; i++) {
            var value = b[i] == '%' && i + 2 < to ? Hex.pair(b[i + 1], b[i + 2]) : -1;
            if (value >= 0) {
                b[at++] = (byte) value;
                i += 2;
            } else {
                b[at++] = b[i];
            }
        }
        return at;
    }

    private static boolean starts(byte[] b, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) return false;
        for (var i = 0; i < lowerCase.length; i++) if (HostForm.lower(b[from + i]) != lowerCase[i]) return false;
        return true;
    }

    private static int indexOf(byte[] b, char c, int from, int to) {
        for (var i = from; i < to; i++) if (b[i] == c) return i;
        return -1;
    }

    private static int indexOf(byte[] b, String two, int from, int to) {
        for (var i = from; i + 1 < to; i++) if (b[i] == two.charAt(0) && b[i + 1] == two.charAt(1)) return i;
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// What a typed user means: its name key, and its domain key or `""`.
    public record Key(String name, String domain) {}

    /// The keys of a user that a person typed, or nothing if the text names nobody.
    public static Optional<Key> key(String typed) {
        var bytes = typed.strip().getBytes(StandardCharsets.UTF_8);
        var row = new Row();
        row.load(bytes, 0, bytes.length);
        new UserForm().read(row, 0, bytes.length, true);
        return row.has(TextField.USER_KEY)
                ? Optional.of(new Key(row.text(TextField.USER_KEY), row.text(TextField.USER_DOMAIN)))
                : Optional.empty();
    }
}
