package argiope.appliance.normal;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import java.nio.charset.StandardCharsets;

/// Takes a logged URL apart and writes its canonical form for search. Owned by one thread.
///
/// Canonical: scheme and host lower case, default port dropped, empty path `/`, percent triplets upper case and
/// unreserved characters decoded (nothing else), dot segments removed, user and fragment dropped, query kept in order.
public final class UrlForm {
    private static final byte[] TUNNEL = "tunnel".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTP = "http".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROOT = {'/'};
    private static final boolean[] UNRESERVED = new boolean[256];

    static {
        for (var c = 'a'; c <= 'z'; c++) UNRESERVED[c] = true;
        for (var c = 'A'; c <= 'Z'; c++) UNRESERVED[c] = true;
        for (var c = '0'; c <= '9'; c++) UNRESERVED[c] = true;
        for (var c : new char[] {'-', '.', '_', '~'}) UNRESERVED[c] = true;
    }

    private final HostForm hosts;
    private int userFrom;
    private int userTo;

    public UrlForm(HostForm hosts) {
        this.hosts = hosts;
    }

    /// Sets URL and its parts, HOST, DOMAIN, PORT, and, but for tunnels, URL_KEY, from `[from,to)` of the row's array.
    /// `connect` says that the request asked for a tunnel.
    public void read(Row row, int from, int to, boolean connect) {
        userFrom = -1;
        var b = row.array();
        row.claim(TextField.URL, from, to);
        if (connect) row.tunnel(true);
        var colon = scheme(b, from, to);
        var authority = colon < 0 ? from : colon + 3;
        var assumed = false;
        if (colon < 0) {
            if (to > from && b[from] == '/') {
                path(row, from, to);
                return;
            }
            var opaque = connect ? -1 : opaqueScheme(b, from, to);
            if (opaque > 0) {
                lowerCase(row, TextField.SCHEME, from, opaque);
                return;
            }
            assumed = true;
        } else if (isTunnel(b, from, colon)) {
            row.tunnel(true);
        }
        var end = authority;
        while (end < to && b[end] != '/' && b[end] != '?' && b[end] != '#') end++;
        var port = host(row, authority, end);
        b = row.array();
        if (row.tunnel()) {
            row.put(TextField.SCHEME, TUNNEL, 0, TUNNEL.length);
            row.put(NumberField.PORT, port < 0 ? 443 : port);
            return;
        }
        if (assumed) {
            row.flag("schemeAssumed");
            var scheme = port == 443 ? HTTPS : HTTP;
            row.put(TextField.SCHEME, scheme, 0, scheme.length);
        } else {
            lowerCase(row, TextField.SCHEME, from, colon);
        }
        var standard = defaultPort(row);
        if (port < 0) port = standard;
        if (port >= 0) row.put(NumberField.PORT, port);
        path(row, end, to);
        if (row.has(TextField.HOST)) key(row, end, to, port == standard ? -1 : port);
    }

    /// Where the logged URL holds a user and perhaps a password that is not masked yet; -1 if nowhere.
    public int userFrom() {
        return userFrom;
    }

    public int userTo() {
        return userTo;
    }

    private static int scheme(byte[] b, int from, int to) {
        if (to - from < 4 || !letter(b[from])) return -1;
        for (var i = from + 1; i + 2 < to; i++) {
            var c = b[i];
            if (c == ':') return b[i + 1] == '/' && b[i + 2] == '/' ? i : -1;
            if (!letter(c) && !digit(c) && c != '+' && c != '-' && c != '.') return -1;
        }
        return -1;
    }

    /// End of the scheme in `urn:isbn:1`, as against `host:80`; -1 if there is none.
    private static int opaqueScheme(byte[] b, int from, int to) {
        if (from == to || !letter(b[from])) return -1;
        for (var i = from + 1; i < to; i++) {
            var c = b[i];
            if (c == ':') return i + 1 < to && !digit(b[i + 1]) && b[i + 1] != '/' && !hasUser(b, i, to) ? i : -1;
            if (!letter(c) && !digit(c) && c != '+' && c != '-') return -1;
        }
        return -1;
    }

    private static boolean hasUser(byte[] b, int from, int to) {
        for (var i = from; i < to && b[i] != '/'; i++) if (b[i] == '@') return true;
        return false;
    }

    private static boolean isTunnel(byte[] b, int from, int colon) {
        if (colon - from != TUNNEL.length) return false;
        for (var i = 0; i < TUNNEL.length; i++) if ((b[from + i] | 32) != TUNNEL[i]) return false;
        return true;
    }

    /// Reads `[user@]host[:port]`; returns the port or -1.
    private int host(Row row, int from, int to) {
        var b = row.array();
        for (var i = to - 1; i >= from; i--)
            if (b[i] == '@') {
                if (!isMasked(b, from, i)) {
                    userFrom = from;
                    userTo = i;
                }
                from = i + 1;
                break;
            }
        var hostFrom = from;
        var hostTo = to;
        var portFrom = -1;
        if (from < to && b[from] == '[') {
            var close = from + 1;
            while (close < to && b[close] != ']') close++;
            hostFrom = from + 1;
            hostTo = close;
            if (close == to) row.flag("hostInvalid");
            else if (close + 1 < to && b[close + 1] == ':') portFrom = close + 2;
        } else {
            var colons = 0;
            for (var i = to - 1; i >= from; i--)
                if (b[i] == ':') {
                    colons++;
                    hostTo = i;
                }
            if (colons == 1) portFrom = hostTo + 1;
            else hostTo = to;
        }
        hosts.read(row, hostFrom, hostTo);
        if (portFrom < 0 || portFrom == to) return -1;
        b = row.array();
        var port = 0;
        for (var i = portFrom; i < to; i++) {
            if (!digit(b[i]) || (port = port * 10 + b[i] - '0') > 65535) {
                row.flag("field:port");
                return -1;
            }
        }
        return port;
    }

    private static boolean isMasked(byte[] b, int from, int to) {
        return to - from == 3 && b[from] == '*' && b[from + 1] == '*' && b[from + 2] == '*';
    }

    private static int defaultPort(Row row) {
        var b = row.array();
        var from = row.from(TextField.SCHEME);
        switch (row.to(TextField.SCHEME) - from) {
            case 3:
                return b[from] == 'f' && b[from + 1] == 't' && b[from + 2] == 'p' ? 21 : -1;
            case 4:
                return isHttp(b, from) ? 80 : -1;
            case 5:
                return isHttp(b, from) && b[from + 4] == 's' ? 443 : -1;
            default:
                return -1;
        }
    }

    private static boolean isHttp(byte[] b, int from) {
        return b[from] == 'h' && b[from + 1] == 't' && b[from + 2] == 't' && b[from + 3] == 'p';
    }

    private static void path(Row row, int from, int to) {
        var b = row.array();
        var pathEnd = from;
        while (pathEnd < to && b[pathEnd] != '?' && b[pathEnd] != '#') pathEnd++;
        if (pathEnd > from) row.claim(TextField.PATH, from, pathEnd);
        else row.put(TextField.PATH, ROOT, 0, 1);
        if (pathEnd == to || b[pathEnd] != '?') return;
        var queryEnd = pathEnd + 1;
        while (queryEnd < to && b[queryEnd] != '#') queryEnd++;
        if (queryEnd > pathEnd + 1) row.claim(TextField.QUERY, pathEnd + 1, queryEnd);
        else if (queryEnd == to) row.flag("queryStripped");
    }

    private void key(Row row, int from, int to, int port) {
        var schemeLength = row.to(TextField.SCHEME) - row.from(TextField.SCHEME);
        var hostLength = row.to(TextField.HOST) - row.from(TextField.HOST);
        var start = row.reserve(schemeLength + hostLength + to - from + 12);
        var b = row.array();
        var o = start;
        System.arraycopy(b, row.from(TextField.SCHEME), b, o, schemeLength);
        o += schemeLength;
        b[o++] = ':';
        b[o++] = '/';
        b[o++] = '/';
        var hostFrom = row.from(TextField.HOST);
        var v6 = hosts.isAddress() && !argiope.core.net.Addresses.isV4(hosts.address());
        if (v6) b[o++] = '[';
        System.arraycopy(b, hostFrom, b, o, hostLength);
        o += hostLength;
        if (v6) b[o++] = ']';
        if (port >= 0) {
            b[o++] = ':';
            var divisor = 1;
            while (port / divisor > 9) divisor *= 10;
            for (; divisor > 0; divisor /= 10) b[o++] = (byte) ('0' + port / divisor % 10);
        }
        var i = from;
        var pathStart = o;
        b[o++] = '/';
        var segment = o;
        if (i < to && b[i] == '/') i++;
        for (; i < to && b[i] != '?' && b[i] != '#'; i++) {
            var c = b[i];
            if (c == '/') {
                var before = o;
                o = dots(b, pathStart, segment, o);
                if (o == before) b[o++] = '/';
                segment = o;
            } else if (c == '%' && i + 2 < to && Hex.pair(b[i + 1], b[i + 2]) >= 0) {
                o = triplet(b, i, o);
                i += 2;
            } else {
                b[o++] = c;
            }
        }
        o = dots(b, pathStart, segment, o);
        for (; i < to && b[i] != '#'; i++) {
            if (b[i] == '%' && i + 2 < to && Hex.pair(b[i + 1], b[i + 2]) >= 0) {
                o = triplet(b, i, o);
                i += 2;
            } else {
                b[o++] = b[i];
            }
        }
        row.claim(TextField.URL_KEY, start, o);
    }

    /// Undoes the segment `[segment,o)` if it is `.` or `..`; returns where to go on.
    private static int dots(byte[] b, int pathStart, int segment, int o) {
        var length = o - segment;
        if (length == 0 || length > 2 || b[segment] != '.' || b[o - 1] != '.') return o;
        if (length == 1) return segment;
        var p = segment - 2;
        while (p > pathStart && b[p] != '/') p--;
        return Math.max(p, pathStart) + 1;
    }

    private static int triplet(byte[] b, int i, int o) {
        var value = Hex.pair(b[i + 1], b[i + 2]);
        if (UNRESERVED[value]) {
            b[o++] = (byte) value;
        } else {
            b[o++] = '%';
            b[o++] = upper(b[i + 1]);
            b[o++] = upper(b[i + 2]);
        }
        return o;
    }

    private static void lowerCase(Row row, TextField field, int from, int to) {
        var b = row.array();
        for (var i = from; i < to; i++)
            if (b[i] >= 'A' && b[i] <= 'Z') {
                var at = row.reserve(to - from);
                b = row.array();
                for (var k = from; k < to; k++) b[at + k - from] = HostForm.lower(b[k]);
                row.claim(field, at, at + to - from);
                return;
            }
        row.claim(field, from, to);
    }

    private static byte upper(byte c) {
        return c >= 'a' && c <= 'f' ? (byte) (c - 32) : c;
    }

    private static boolean letter(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }
}
