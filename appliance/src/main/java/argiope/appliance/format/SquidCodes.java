package argiope.appliance.format;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import java.nio.charset.StandardCharsets;

/// Squid's result and hierarchy codes, and what they say of a transaction. Owned by one thread.
/// Source: the access-log contract, 1.2 and 1.3.
final class SquidCodes {
    private static final int ALLOW = 0;
    private static final int MISS = 1;
    private static final int BLOCK = 2;
    private static final int REDIRECT = 3;
    private static final int ERROR = 4;
    private static final int NOTHING = 5;
    private static final int BETWEEN_CACHES = 6;
    /// Added when `_ABORTED` or `_TIMEDOUT` ended it: without a status that is an error.
    private static final int CUT = 16;

    private static final String[] HIERARCHY = {
        "HIER_DIRECT",
        "DIRECT",
        "CLOSEST_DIRECT",
        "ORIGINAL_DST",
        "PINNED",
        "HIER_NONE",
        "NONE",
        "SIBLING_HIT",
        "PARENT_HIT",
        "DEFAULT_PARENT",
        "SINGLE_PARENT",
        "FIRSTUP_PARENT",
        "FIRST_PARENT_MISS",
        "CLOSEST_PARENT_MISS",
        "CLOSEST_PARENT",
        "NO_DIRECT_FAIL",
        "SOURCE_FASTEST",
        "ROUNDROBIN_PARENT",
        "CD_PARENT_HIT",
        "CD_SIBLING_HIT",
        "CARP",
        "ANY_OLD_PARENT",
        "ANY_PARENT",
        "USERHASH_PARENT",
        "SOURCEHASH_PARENT",
        "STANDBY_POOL"
    };
    private static final int DIRECT_CODES = 5;
    private static final int HIER_NONE = 5;
    private static final int NONE = 6;
    private static final byte[] TIMEOUT = Bytes.of("TIMEOUT_");
    private static final byte[] ERROR_URL = Bytes.of("error:");
    private static final byte[] CACHE_OBJECT = Bytes.of("cache_object:");
    private static final byte[] MANAGER_PATH = Bytes.of("/squid-internal-mgr/");
    private static final byte[] NO_HEADERS = Bytes.of("transaction-end-before-headers");
    private static final byte[] TLS_BUMP = Bytes.of("tls-bump");
    private static final byte[] AUTH_REQUIRED = Bytes.of("auth-required");
    private static final byte[] DENIED_REDIRECT = Bytes.of("denied-with-redirect");
    private static final byte[] NO_SERVER = Bytes.of("no-server");

    private final ByteWords hierarchy = ByteWords.of(HIERARCHY);
    private final ByteWords results = new ByteWords();

    /// The number of the hierarchy code in `CODE/peer`, or -1 if `[from,to)` is not of that shape.
    int hierarchy(byte[] b, int from, int to) {
        if (from >= to || b[from] < 'A' || b[from] > 'U') return -1;
        var slash = Bytes.find(b, '/', from, to);
        if (slash == to) return -1;
        return code(b, from, slash);
    }

    /// The number of a hierarchy code, with or without `TIMEOUT_`, or -1.
    int code(byte[] b, int from, int to) {
        return hierarchy.find(b, Bytes.starts(b, from, to, TIMEOUT) ? from + TIMEOUT.length : from, to);
    }

    /// Whether the peer of a hierarchy code's number is the server itself.
    static boolean isDirect(int code) {
        return code >= 0 && code < DIRECT_CODES;
    }

    /// Takes `CODE/peer` in: the code, and the server where the peer is one.
    void takeHierarchy(Row row, int from, int to, int code) {
        var slash = Bytes.find(row.array(), '/', from, to);
        row.claim(TextField.HIERARCHY_CODE, from, slash);
        if (code < DIRECT_CODES) ByteLineReader.server(row, slash + 1, to);
    }

    /// Whether `[from,to)` could be a result code: capitals, digits and underscores.
    static boolean isResult(byte[] b, int from, int to) {
        if (from >= to) return false;
        for (var i = from; i < to; i++)
            if (!((b[i] >= 'A' && b[i] <= 'Z') || b[i] == '_' || (Bytes.digit(b[i]) && i > from))) return false;
        return true;
    }

    /// Sets decision and reason of a row whose other fields are there; says if a rule skips it.
    /// `hierarchyCode` is [#hierarchy]'s number or -1.
    LineOutcome decide(Row row, int hierarchyCode) {
        var b = row.array();
        var status = row.number(NumberField.STATUS);
        var kind = row.has(TextField.RESULT_CODE)
                ? kind(b, row.from(TextField.RESULT_CODE), row.to(TextField.RESULT_CODE))
                : ALLOW;
        var url = row.from(TextField.URL);
        var urlEnd = row.to(TextField.URL);
        var noServer = hierarchyCode == HIER_NONE || hierarchyCode == NONE;
        if (url >= 0 && Bytes.starts(b, url, urlEnd, ERROR_URL)) {
            var text = url + ERROR_URL.length;
            if (Bytes.is(b, text, urlEnd, NO_HEADERS)) return LineOutcome.SKIP_NO_REQUEST;
            row.decision(Decision.ERROR);
            row.claim(TextField.DECISION_REASON, text, urlEnd);
            return LineOutcome.ACCEPTED;
        }
        if (url >= 0 && Bytes.starts(b, url, urlEnd, CACHE_OBJECT)) return LineOutcome.SKIP_MANAGER;
        var cut = (kind & CUT) != 0 && status == 0;
        kind &= ~CUT;
        if (kind == MISS
                && status == 200
                && noServer
                && row.has(TextField.PATH)
                && Bytes.starts(b, row.from(TextField.PATH), row.to(TextField.PATH), MANAGER_PATH))
            return LineOutcome.SKIP_MANAGER;
        switch (kind) {
            case BETWEEN_CACHES -> {
                return LineOutcome.SKIP_INTER_CACHE;
            }
            case BLOCK -> {
                if (status == 401 || status == 407) {
                    row.decision(Decision.ERROR);
                    ByteLineReader.reason(row, AUTH_REQUIRED);
                    return LineOutcome.ACCEPTED;
                }
                row.decision(Decision.BLOCK);
                if (status >= 300 && status < 310) ByteLineReader.reason(row, DENIED_REDIRECT);
            }
            case REDIRECT -> row.decision(Decision.REDIRECT);
            case ERROR -> row.decision(Decision.ERROR);
            case NOTHING -> {
                if (row.tunnel() && status == 200 && row.number(NumberField.BYTES_TO_CLIENT) == 0)
                    ByteLineReader.reason(row, TLS_BUMP);
                else row.decision(Decision.ERROR);
            }
            case MISS -> {
                if (status >= 500 && noServer) {
                    row.decision(Decision.ERROR);
                    ByteLineReader.reason(row, NO_SERVER);
                }
            }
            default -> {}
        }
        if (cut && row.decision() == Decision.ALLOW) row.decision(Decision.ERROR);
        return LineOutcome.ACCEPTED;
    }

    private int kind(byte[] b, int from, int to) {
        var known = results.find(b, from, to);
        if (known >= 0) return known;
        var code = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
        var kind = kind(code);
        if (code.length() <= 64) results.put(code, kind);
        return kind;
    }

    private static int kind(String code) {
        var cut = 0;
        for (var again = true; again; ) {
            again = false;
            for (var suffix : new String[] {"_ABORTED", "_TIMEDOUT", "_FAIL", "_IGNORED"})
                if (code.endsWith(suffix) && code.length() > suffix.length()) {
                    code = code.substring(0, code.length() - suffix.length());
                    if (!suffix.equals("_IGNORED")) cut = CUT;
                    again = true;
                }
        }
        for (var source : new String[] {"TCP", "UDP", "ICP", "TAG", "NONE"})
            if (code.startsWith(source + "_CF_")) code = source + code.substring(source.length() + 3);
        if (code.startsWith("UDP_") || code.equals("ICP_QUERY")) return BETWEEN_CACHES;
        if (code.contains("DENIED")) return BLOCK | cut;
        return cut
                | switch (code) {
                    case "TCP_MISS" -> MISS;
                    case "TCP_REFRESH_FAIL_ERR" -> ERROR;
                    case "TCP_REDIRECT" -> REDIRECT;
                    case "NONE", "NONE_NONE", "TAG_NONE" -> NOTHING;
                    default -> ALLOW;
                };
    }
}
