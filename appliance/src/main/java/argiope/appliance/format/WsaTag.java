package argiope.appliance.format;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;

/// The ACL decision tag of a WSA line: `TAG[_n]-AccessPolicy-Identity-…`. It says what the policy did, and
/// which one. Source: the access-log contract, 2.3.
final class WsaTag {
    private static final byte[][] WORDS = {
        Bytes.of("ALLOW"), Bytes.of("BLOCK"), Bytes.of("DECRYPT"), Bytes.of("DROP"), Bytes.of("MONITOR"),
        Bytes.of("PASSTHRU"), Bytes.of("REDIRECT"), Bytes.of("NO"), Bytes.of("SAAS"), Bytes.of("DEFAULT"),
        Bytes.of("OTHER")
    };
    private static final int MIN_PARTS = 5;
    private static final int MAX_PARTS = 64;
    private static final byte[] NONE = Bytes.of("NONE");
    private static final byte[] CONTINUE = Bytes.of("_CONTINUE_");
    private static final byte[] MALWARE = Bytes.of("_AM");
    private static final byte[] ERROR_PAGE = Bytes.of("_ERROR_PAGE");
    private static final byte[] REASON_MALWARE = Bytes.of("malware");
    private static final byte[] REASON_DECRYPTED = Bytes.of("decrypted");
    private static final byte[] REASON_NOT_DECRYPTED = Bytes.of("not-decrypted");
    private static final byte[] REASON_AUTH = Bytes.of("auth-required");
    private static final String[] OTHER_POLICIES = {
        "outboundMalwarePolicy", "dataSecurityPolicy", "externalDlpPolicy", "routingPolicy", "webTapPolicy"
    };

    private final int[] parts = new int[2 * MAX_PARTS];

    /// Whether the token `[from,to)` is a decision tag with its policies.
    static boolean is(byte[] b, int from, int to) {
        var end = wordEnd(b, from, to);
        if (end < 0) return false;
        var hyphens = 0;
        for (var i = end; i < to; i++) {
            if (b[i] == '-') hyphens++;
            else if (b[i] == '"' || b[i] == '/' || b[i] == ',') return false;
        }
        return hyphens >= MIN_PARTS;
    }

    /// End of `(ALLOW|BLOCK|…)(_[A-Z0-9]+)*` if a hyphen follows, or -1.
    private static int wordEnd(byte[] b, int from, int to) {
        for (var word : WORDS) {
            if (!Bytes.starts(b, from, to, word)) continue;
            var i = from + word.length;
            if (i < to && b[i] != '_' && b[i] != '-') continue;
            while (i < to && ((b[i] >= 'A' && b[i] <= 'Z') || Bytes.digit(b[i]) || b[i] == '_')) i++;
            return i < to && b[i] == '-' ? i : -1;
        }
        return -1;
    }

    /// Takes the tag in; `six` says that the release knows six policies, not seven.
    void take(Row row, int from, int to, boolean six) {
        var b = row.array();
        var end = wordEnd(b, from, to);
        var word = end;
        while (word > from && Bytes.digit(b[word - 1])) word--;
        if (word == end || word == from || b[word - 1] != '_') word = end;
        else word--;
        row.extra("decisionTag", from, word);
        decide(row, from, word);
        policies(row, end + 1, to, six);
    }

    private static void decide(Row row, int from, int to) {
        var b = row.array();
        var status = row.number(NumberField.STATUS);
        var proceed = Bytes.find(b, CONTINUE, from, to) >= 0;
        switch (b[from]) {
            case 'B' -> {
                row.decision(proceed ? Decision.WARN : Decision.BLOCK);
                if (Bytes.find(b, MALWARE, from, to) == from + 5) ByteLineReader.reason(row, REASON_MALWARE);
            }
            case 'M' -> row.decision(proceed ? Decision.WARN : Decision.MONITOR);
            case 'R' -> row.decision(Decision.REDIRECT);
            case 'P' -> ByteLineReader.reason(row, REASON_NOT_DECRYPTED);
            case 'N' -> {
                row.decision(Decision.ERROR);
                ByteLineReader.reason(row, REASON_AUTH);
            }
            case 'O' -> row.decision(status >= 200 && status < 400 ? Decision.ALLOW : Decision.ERROR);
            case 'D' -> {
                if (b[from + 1] == 'R') row.decision(Decision.BLOCK);
                else if (b[from + 2] == 'C') ByteLineReader.reason(row, REASON_DECRYPTED);
            }
            case 'A' -> {
                if (Bytes.find(b, ERROR_PAGE, from, to) >= 0) row.flag("notificationPage");
            }
            default -> {}
        }
    }

    private void policies(Row row, int from, int to, boolean six) {
        var b = row.array();
        var count = 0;
        var start = from;
        for (var i = from; i <= to && count < MAX_PARTS; i++) {
            if (i < to && b[i] != '-') continue;
            parts[2 * count] = start;
            parts[2 * count + 1] = i;
            count++;
            start = i + 1;
        }
        var expected = six || count < 7 ? 6 : 7;
        var access = Math.max(0, count - expected);
        if (access > 0) row.flag("policyAmbiguous");
        policy(row, TextField.POLICY, parts[0], parts[2 * access + 1]);
        if (count < 2) return;
        policy(row, TextField.IDENTITY, parts[2 * access + 2], parts[2 * access + 3]);
        for (var i = access + 2; i < count && i - access - 2 < OTHER_POLICIES.length; i++)
            if (!absent(b, parts[2 * i], parts[2 * i + 1]))
                row.extra(OTHER_POLICIES[i - access - 2], parts[2 * i], parts[2 * i + 1]);
    }

    private static void policy(Row row, TextField field, int from, int to) {
        if (!absent(row.array(), from, to)) row.claim(field, from, to);
    }

    private static boolean absent(byte[] b, int from, int to) {
        return from >= to || Bytes.is(b, from, to, NONE);
    }
}
