package argiope.appliance.format;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import org.jspecify.annotations.Nullable;

/// The block `<…>` of a WSA line: what each scanner said. Its length tells the release and so the layout; positions
/// here are those of the longest, counted from 1. Owned by one thread. Source: the access-log contract, 2.4.
final class WsaVerdicts {
    private static final int MAX = 64;
    private static final byte[] LESS = Bytes.of("&lt;");
    private static final byte[] GREATER = Bytes.of("&gt;");
    private static final byte[] UNKNOWN = Bytes.of("Unknown");
    private static final byte[] NOT_SCORED = Bytes.of("ns");
    private static final byte[] FAILED = Bytes.of("err");

    /// What the verdict numbers mean; null where nobody says.
    private static final @Nullable String[] CODES = new @Nullable String[38];

    /// The findings, worst first.
    private static final int[] WORST = {27, 22, 23, 24, 20, 14, 18, 19, 25, 12, 21, 13, 36, 37, 10, 33, 34, 35};

    static {
        CODES[10] = "Generic Spyware";
        CODES[12] = "Browser Helper Object";
        CODES[13] = "Adware";
        CODES[14] = "System Monitor";
        CODES[18] = "Commercial System Monitor";
        CODES[19] = "Dialer";
        CODES[20] = "Hijacker";
        CODES[21] = "Phishing URL";
        CODES[22] = "Trojan Downloader";
        CODES[23] = "Trojan Horse";
        CODES[24] = "Trojan Phisher";
        CODES[25] = "Worm";
        CODES[27] = "Virus";
        CODES[33] = "Other Malware";
        CODES[34] = "Potentially Unwanted Application";
        CODES[35] = "Aborted";
        CODES[36] = "Outbreak Heuristics";
        CODES[37] = "Known Malicious and High-Risk Files";
    }

    private final int[] bounds = new int[2 * MAX];
    private final WsaCategories categories = new WsaCategories();
    private int count;
    private boolean hasEncapsulated;
    private int worst;
    private @Nullable String worstEngine;
    private int worstName;

    /// Splits the block that begins at `from`; returns where the line goes on behind it, `from` itself if there
    /// is no block, or -1 if it does not end.
    int split(byte[] b, int from, int to) {
        count = 0;
        var i = from;
        if (i < to && b[i] == '<') i++;
        else if (Bytes.starts(b, i, to, LESS)) i += LESS.length;
        else return from;
        while (true) {
            int start;
            int end;
            if (i < to && b[i] == '"') {
                start = i + 1;
                i = Bytes.find(b, '"', start, to);
                if (i == to) return -1;
                end = i++;
            } else {
                start = i;
                while (i < to && b[i] != ',' && b[i] != '>' && b[i] != '&') i++;
                if (i < to && b[i] == '&' && !Bytes.starts(b, i, to, GREATER)) {
                    i++;
                    while (i < to && b[i] != ',' && b[i] != '>') i++;
                }
                end = i;
            }
            if (count < MAX) {
                bounds[2 * count] = start;
                bounds[2 * count + 1] = end;
            }
            count++;
            if (i == to) return -1;
            if (b[i] == '>') return i + 1;
            if (Bytes.starts(b, i, to, GREATER)) return i + GREATER.length;
            if (b[i] != ',') {
                // Text behind a closing quote: tolerated up to the next separator.
                while (i < to && b[i] != ',' && b[i] != '>') i++;
                if (i == to) return -1;
                if (b[i] == '>') return i + 1;
            }
            i++;
        }
    }

    /// Whether the block is of a release that knows six policies.
    boolean sixPolicies() {
        return count == 38 || count == 32;
    }

    /// Takes in what the block last split says.
    void take(Row row) {
        hasEncapsulated = count >= 43;
        categories(row, 1);
        reputation(row);
        if (count != 45 && count != 44 && count != 43 && count != 41 && count != 38 && count != 32) {
            row.flag("verdictLayoutUnknown");
            for (var i = 0; i < Math.min(count, MAX); i++)
                if (isSha256(row.array(), bounds[2 * i], bounds[2 * i + 1])) {
                    sha256(row, bounds[2 * i], bounds[2 * i + 1]);
                    break;
                }
            return;
        }
        categories(row, 20);
        categories(row, 21);
        categories(row, 44);
        malware(row);
        applications(row);
        label(row);
        files(row);
        extra(row, 5, "webrootRiskRatio");
        extra(row, 6, "webrootSpyId");
        extra(row, 7, "webrootTraceId");
        extra(row, 10, "mcafeeScanError");
        extra(row, 11, "mcafeeDetectType");
        extra(row, 12, "mcafeeVirusType");
        extra(row, 15, "sophosScanReturnCode");
        extra(row, 24, "encapsulatedUrl");
        extra(row, 28, "safeSearch");
        extra(row, 29, "bandwidth");
        extra(row, 30, "throttled");
        userLocation(row);
        extra(row, 43, "webTapBehavior");
    }

    private int index(int position) {
        var index = position - 1;
        if (!hasEncapsulated) {
            if (position == 24 || position >= 43) return -1;
            if (position > 24) index--;
        }
        return index < count ? index : -1;
    }

    private int from(int position) {
        var index = index(position);
        return index < 0 ? 0 : bounds[2 * index];
    }

    private int to(int position) {
        var index = index(position);
        return index < 0 ? 0 : bounds[2 * index + 1];
    }

    private boolean has(Row row, int position) {
        var from = from(position);
        var to = to(position);
        return from < to && !Bytes.isDash(row.array(), from, to);
    }

    private boolean hasKnown(Row row, int position) {
        return has(row, position) && !Bytes.is(row.array(), from(position), to(position), UNKNOWN);
    }

    private void extra(Row row, int position, String name) {
        if (has(row, position)) row.extra(name, from(position), to(position));
    }

    /// A category, or several with commas between.
    private void categories(Row row, int position) {
        if (!has(row, position)) return;
        var b = row.array();
        var to = to(position);
        for (var start = from(position); start < to; ) {
            var end = Bytes.find(b, ',', start, to);
            if (end > start && !Bytes.isDash(b, start, end) && !Bytes.is(b, start, end, FAILED))
                row.category(categories.name(b, start, end));
            start = end + 1;
        }
    }

    private void reputation(Row row) {
        if (!has(row, 2)) return;
        var b = row.array();
        var i = from(2);
        var to = to(2);
        if (Bytes.is(b, i, to, NOT_SCORED)) return;
        var negative = b[i] == '-';
        if (negative) i++;
        var dot = Bytes.find(b, '.', i, to);
        var whole = Bytes.number(b, i, dot);
        var tenth = dot == to ? 0 : dot + 1 < to && Bytes.digit(b[dot + 1]) ? b[dot + 1] - '0' : -1;
        if (whole < 0 || tenth < 0 || whole * 10 + tenth > 100) row.flag("field:reputationScore");
        else row.put(NumberField.REPUTATION_SCORE, negative ? -(whole * 10 + tenth) : whole * 10 + tenth);
    }

    private void malware(Row row) {
        worst = Integer.MAX_VALUE;
        worstEngine = null;
        worstName = 0;
        finding(row, 3, 4, "webroot");
        finding(row, 8, 13, "mcafee");
        finding(row, 14, 17, "sophos");
        finding(row, 34, 35, "amp");
        var name = worstName;
        for (var position : new int[] {35, 17, 13, 4, 33}) if (name == 0 && has(row, position)) name = position;
        if (name != 0) row.claim(TextField.MALWARE_NAME, from(name), to(name));
        if (worstEngine != null) {
            row.put(TextField.MALWARE_ENGINE, worstEngine);
            var verdict = worst < WORST.length ? CODES[WORST[worst]] : null;
            if (verdict != null) row.put(TextField.MALWARE_VERDICT, verdict);
        }
        for (var position : new int[] {22, 32})
            if (!row.has(TextField.MALWARE_CATEGORY) && has(row, position))
                row.claim(TextField.MALWARE_CATEGORY, from(position), to(position));
    }

    /// Notes the engine's verdict if it is a finding and worse than those before.
    private void finding(Row row, int position, int name, String engine) {
        if (!has(row, position)) return;
        var code = Bytes.number(row.array(), from(position), to(position));
        if (engine.equals("amp") ? code <= 3 : code < 10 || code == 26) return;
        var rank = WORST.length;
        // Old releases number some findings in another way: there the name counts, not the number.
        var doubtful = count <= 32 && code >= 14 && code <= 18;
        for (var i = 0; i < WORST.length && !doubtful; i++) if (WORST[i] == code) rank = i;
        if (rank >= worst) return;
        worst = rank;
        worstEngine = engine;
        worstName = has(row, name) ? name : 0;
    }

    private void applications(Row row) {
        if (hasKnown(row, 25)) row.claim(TextField.APPLICATION, from(25), to(25));
        if (hasKnown(row, 26)) row.claim(TextField.APPLICATION_TYPE, from(26), to(26));
        if (hasKnown(row, 27)) row.extra("applicationBehavior", from(27), to(27));
    }

    /// Newer releases print the category's full name where older ones have the type of threat.
    private void label(Row row) {
        if (!has(row, 23)) return;
        var b = row.array();
        if (categories.isName(b, from(23), to(23))) row.category(categories.name(b, from(23), to(23)));
        else row.extra("threatType", from(23), to(23));
    }

    private void userLocation(Row row) {
        if (!has(row, 31)) return;
        var b = row.array();
        var from = from(31);
        var to = to(31);
        if (b[from] == '[' && b[to - 1] == ']') {
            from++;
            to--;
        }
        if (from < to && !Bytes.isDash(b, from, to)) row.extra("userLocation", from, to);
    }

    private void files(Row row) {
        for (var position : new int[] {38, 9, 16})
            if (!row.has(TextField.FILE_NAME) && has(row, position))
                row.claim(TextField.FILE_NAME, from(position), to(position));
        if (has(row, 34)) {
            var code = Bytes.number(row.array(), from(34), to(34));
            if (code < 0) row.flag("field:file.verdict");
            else
                row.put(
                        TextField.FILE_VERDICT,
                        code == 0
                                ? "clean"
                                : code == 1
                                        ? "not scanned"
                                        : code == 2 ? "timeout" : code == 3 ? "error" : "malicious");
        }
        if (has(row, 36)) ByteLineReader.number(row, NumberField.FILE_THREAT_SCORE, from(36), to(36));
        extra(row, 37, "fileUpload");
        if (has(row, 39)) {
            if (isSha256(row.array(), from(39), to(39))) sha256(row, from(39), to(39));
            else row.flag("field:file.sha256");
        }
        for (var position = 40; position <= 42; position++) {
            if (!has(row, position)) continue;
            var detail = Bytes.find(row.array(), ':', from(position), to(position)) < to(position);
            row.extra(detail ? "archiveDetail" : "archiveVerdict", from(position), to(position));
        }
        extra(row, 45, "blockedFileType");
        extra(row, 18, "dataSecurityVerdict");
        extra(row, 19, "externalDlpVerdict");
    }

    private static boolean isSha256(byte[] b, int from, int to) {
        if (to - from != 64) return false;
        for (var i = from; i < to; i++) if (Bytes.hex(b[i]) < 0) return false;
        return true;
    }

    private static void sha256(Row row, int from, int to) {
        var at = row.reserve(64);
        var b = row.array();
        for (var i = from; i < to; i++) b[at + i - from] = Bytes.lower(b[i]);
        row.claim(TextField.FILE_SHA256, at, at + 64);
    }
}
