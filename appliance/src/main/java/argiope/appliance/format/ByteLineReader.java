package argiope.appliance.format;

import argiope.appliance.normal.HostForm;
import argiope.appliance.normal.UrlForm;
import argiope.appliance.normal.UserForm;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.net.Addresses;
import java.time.InstantSource;
import java.util.Arrays;

/// What every format's reader shares: the line is copied into the row once and its fields are slices of that copy.
/// Here is also what holds for all formats: NUL runs, blank lines, encodings, syslog envelopes, plausible
/// times, the device, and that secrets are masked before anything is kept.
///
/// A secret that only the format's grammar can see is masked in a second round: the reader names it by [#hide], the
/// line
/// is masked and read again.
abstract class ByteLineReader implements LineReader {
    private static final long EARLIEST = 788_918_400_000L;
    private static final long AHEAD = 86_400_000L;
    private static final int ROUNDS = 3;
    private static final byte[] TEMPLATE = Bytes.of("{{");

    protected final ParseContext context;
    protected final UrlForm urls;
    protected final UserForm users = new UserForm();
    private final InstantSource clock;
    private final byte[] device;
    private final SyslogEnvelope envelope = new SyslogEnvelope();
    private final Secrets secrets = new Secrets();
    private int[] hidden = new int[16];
    private int hiddenCount;
    private long horizon;

    ByteLineReader(ParseContext context, Reading reading) {
        this.context = context;
        this.clock = reading.clock();
        this.urls = new UrlForm(new HostForm(reading.suffixes()));
        this.device = Bytes.of(context.device());
    }

    /// Reads the payload `[from,to)` of the row's array; the array may move whenever the row takes something in.
    abstract LineOutcome parse(Row row, int from, int to);

    /// Whether the line is read as it stands first, and without an envelope only if that fails: a format whose own
    /// beginning may look like an envelope's.
    boolean readsWholeLineFirst() {
        return false;
    }

    @Override
    public final LineOutcome read(byte[] line, int from, int to, Row row) {
        LineOutcome outcome;
        try {
            row.load(line, from, to);
            outcome = readLoaded(row);
        } catch (RuntimeException surprise) {
            // The promise to be total holds even where a reader is wrong: the line is kept and counted, never lost.
            outcome = LineOutcome.REJECT_INTERNAL;
        }
        if (outcome != LineOutcome.ACCEPTED) {
            var masked = secrets.masked(line, from, to, true);
            row.load(masked, 0, masked.length);
        }
        return outcome;
    }

    private LineOutcome readLoaded(Row row) {
        for (var round = 0; round < ROUNDS; round++) {
            hiddenCount = 0;
            var outcome = readOnce(row);
            if (hiddenCount == 0 || outcome != LineOutcome.ACCEPTED) return outcome;
            var masked = masked(row);
            row.load(masked, 0, masked.length);
        }
        // What remains is no URL of any shape the format could mean: the line is not kept as one.
        return LineOutcome.REJECT_UNKNOWN_FORMAT;
    }

    private LineOutcome readOnce(Row row) {
        var b = row.array();
        var to = row.rawTo();
        var signs = signs(b, to);
        if ((signs & NUL) != 0) {
            to = withoutNuls(b, to);
            row.raw(b, 0, to);
        }
        if ((signs & AT) != 0 && Secrets.hasUser(b, 0, to)) {
            var masked = secrets.masked(b, 0, to, false);
            if (masked.length != to || !Arrays.equals(masked, 0, to, b, 0, to)) {
                row.load(masked, 0, masked.length);
                b = row.array();
                to = masked.length;
            }
        }
        if ((signs & HIGH) != 0 && !Bytes.isUtf8(b, 0, to)) row.flag("encoding");
        var from = 0;
        if (to >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) from = 3;
        while (to > from && (b[to - 1] == '\r' || b[to - 1] == '\n')) to--;
        from = Bytes.skip(b, ' ', from, to);
        if (blank(b, from, to)) return LineOutcome.SKIP_BLANK;
        if (device.length > 0) row.put(TextField.DEVICE, device, 0, device.length);
        if (readsWholeLineFirst()) {
            var whole = Arrays.copyOf(b, to);
            var outcome = finish(row, from, to);
            if (outcome.kind() != LineOutcome.Kind.REJECTED || envelope.peel(whole, from, to) == from) return outcome;
            row.load(whole, 0, to);
            if (device.length > 0) row.put(TextField.DEVICE, device, 0, device.length);
            hiddenCount = 0;
            b = row.array();
        }
        if (!Bytes.digit(b[from]) || (to - from > 4 && b[from + 4] == '-')) {
            var payload = envelope.peel(row.array(), from, to);
            if (device.length == 0 && envelope.hostFrom() >= 0)
                row.claim(TextField.DEVICE, envelope.hostFrom(), envelope.hostTo());
            from = payload;
            if (from == to) return LineOutcome.SKIP_BLANK;
        }
        return finish(row, from, to);
    }

    private LineOutcome finish(Row row, int from, int to) {
        if (Bytes.starts(row.array(), from, to, TEMPLATE) && isTemplate(row.array(), to))
            return LineOutcome.REJECT_TEMPLATE_RESIDUE;
        var outcome = parse(row, from, to);
        if (outcome.kind() == LineOutcome.Kind.REJECTED && isTemplate(row.array(), to))
            return LineOutcome.REJECT_TEMPLATE_RESIDUE;
        if (outcome == LineOutcome.ACCEPTED
                && !row.has(TextField.HOST)
                && row.decision() != Decision.ERROR
                && (!row.has(TextField.URL) || row.array()[row.from(TextField.URL)] == '/'))
            return LineOutcome.REJECT_NO_HOST;
        return outcome;
    }

    /// Whether the text of a template stands where a header should: `{{ host }} …`.
    private static boolean isTemplate(byte[] b, int to) {
        var at = Bytes.find(b, TEMPLATE, 0, Math.min(to, 300));
        return at >= 0 && Bytes.find(b, Bytes.of("}}"), at, Math.min(to, 300)) > at;
    }

    private static boolean blank(byte[] b, int from, int to) {
        for (var i = from; i < to; i++) if (b[i] != ' ' && b[i] != '\t') return false;
        return true;
    }

    private static int withoutNuls(byte[] b, int to) {
        var kept = 0;
        for (var i = 0; i < to; i++) if (b[i] != 0) b[kept++] = b[i];
        return kept;
    }

    private static final int NUL = 1;
    private static final int HIGH = 2;
    private static final int AT = 4;

    private static int signs(byte[] b, int to) {
        var found = 0;
        for (var i = 0; i < to; i++) {
            var c = b[i];
            if (c == '@') found |= AT;
            else if (c <= 0) found |= c == 0 ? NUL : HIGH;
        }
        return found;
    }

    /// Says that `[from,to)` of the line is secret.
    protected final void hide(int from, int to) {
        if (hiddenCount + 2 > hidden.length) hidden = Arrays.copyOf(hidden, hidden.length * 2);
        hidden[hiddenCount++] = from;
        hidden[hiddenCount++] = to;
    }

    /// Says that the headers in `[from,to)` of the line may hold secrets.
    protected final void hideHeaders(Row row, int from, int to) {
        var masked = secrets.masked(row.array(), from, to, true);
        if (masked.length != to - from || !Arrays.equals(masked, 0, masked.length, row.array(), from, to))
            hide(from, -to);
    }

    /// Takes referer and agent from Squid's header blocks ` […] […]`, where lines end in an escaped `\r\n`.
    protected static void fromHeaders(Row row, int from, int to) {
        for (var i = from; i < to; i++) {
            if (row.array()[i] != ':') continue;
            if (headerIs(row.array(), from, i, REFERER)) header(row, TextField.REFERRER, i + 1, to);
            else if (headerIs(row.array(), from, i, USER_AGENT)) header(row, TextField.USER_AGENT, i + 1, to);
        }
    }

    private static final byte[] REFERER = Bytes.of("referer");
    private static final byte[] USER_AGENT = Bytes.of("user-agent");

    private static boolean headerIs(byte[] b, int from, int colon, byte[] name) {
        var at = colon - name.length;
        if (at <= from || (b[at - 1] != 'n' && b[at - 1] != '[')) return false;
        for (var i = 0; i < name.length; i++) if (Bytes.lower(b[at + i]) != name[i]) return false;
        return true;
    }

    private static void header(Row row, TextField field, int from, int to) {
        if (row.has(field)) return;
        var b = row.array();
        var start = Bytes.skip(b, ' ', from, to);
        var end = start;
        while (end < to && b[end] != ']' && !(b[end] == '\\' && end + 1 < to && b[end + 1] == 'r')) end++;
        if (end == start) return;
        var at = row.reserve(end - start);
        row.claim(field, at, SquidUser.unescape(row.array(), start, end, at));
    }

    /// A copy of the line with what [#hide] named masked.
    private byte[] masked(Row row) {
        var b = row.array();
        var end = row.rawTo();
        var out = new java.io.ByteArrayOutputStream(end + 16);
        var order = new Integer[hiddenCount / 2];
        for (var i = 0; i < order.length; i++) order[i] = i;
        Arrays.sort(order, (x, y) -> Integer.compare(hidden[2 * x], hidden[2 * y]));
        var copied = 0;
        for (var index : order) {
            var from = hidden[2 * index];
            var headers = hidden[2 * index + 1] < 0;
            var to = Math.abs(hidden[2 * index + 1]);
            if (from < copied || to > end) continue;
            out.write(b, copied, from - copied);
            if (headers) out.writeBytes(secrets.masked(b, from, to, true));
            else out.writeBytes(Bytes.of("***"));
            copied = to;
        }
        out.write(b, copied, end - copied);
        return out.toByteArray();
    }

    /// Takes the URL in, and sees to its user part. False if that has one which lies outside the line, where a decoded
    /// URL does: the reader must find it in the line itself.
    protected final boolean url(Row row, int from, int to, boolean connect) {
        urls.read(row, from, to, connect);
        if (urls.userFrom() < 0 || urls.userTo() <= urls.userFrom()) return true;
        if (urls.userTo() > row.rawTo()) return false;
        hide(urls.userFrom(), urls.userTo());
        return true;
    }

    /// Takes the time in; anything but ACCEPTED is the line's end.
    protected final LineOutcome time(Row row, long millis) {
        if (millis == Stamps.NONE) return LineOutcome.REJECT_BAD_TIME;
        if (millis > horizon) horizon = clock.millis() + AHEAD;
        if (millis < EARLIEST || millis > horizon) return LineOutcome.REJECT_TIME_IMPLAUSIBLE;
        row.put(NumberField.TIME, millis);
        return LineOutcome.ACCEPTED;
    }

    /// Takes the client in; false if it is no address.
    protected static boolean client(Row row, int from, int to) {
        var end = zoneless(row.array(), from, to);
        if (!Addresses.parse(row.array(), from, end, row.client())) return false;
        row.hasClient(true);
        return true;
    }

    /// Takes the server in, if it is an address.
    protected static void server(Row row, int from, int to) {
        var end = zoneless(row.array(), from, to);
        var b = row.array();
        if (end > from && (Bytes.hex(b[from]) >= 0 || b[from] == ':') && Addresses.parse(b, from, end, row.server()))
            row.hasServer(true);
    }

    private static int zoneless(byte[] b, int from, int to) {
        return to - from > 15 ? Bytes.find(b, '%', from, to) : to;
    }

    /// Takes an unsigned number in; `-` is absent, anything else flags the field.
    protected static void number(Row row, NumberField field, int from, int to) {
        var value = Bytes.number(row.array(), from, to);
        if (value >= 0) row.put(field, value);
        else if (from < to && !Bytes.isDash(row.array(), from, to)) row.flag(faults[field.ordinal()]);
    }

    /// Takes a status in; `-`, `0` and `000` are absent.
    protected static void status(Row row, int from, int to) {
        var value = Bytes.number(row.array(), from, to);
        if (value > 0 && value < 1000) row.put(NumberField.STATUS, value);
        else if (value != 0 && from < to && !Bytes.isDash(row.array(), from, to)) row.flag("field:status");
    }

    private static final String[] faults = new String[NumberField.values().length];

    static {
        for (var field : NumberField.values()) faults[field.ordinal()] = "field:" + field.wire();
    }

    /// Takes a text in, unless it is `-` or empty.
    protected static void text(Row row, TextField field, int from, int to) {
        if (from < to && !Bytes.isDash(row.array(), from, to)) row.claim(field, from, to);
    }

    /// Takes a MIME type in: lower case, without parameters.
    protected static void mime(Row row, int from, int to) {
        var b = row.array();
        var end = Bytes.find(b, ';', from, to);
        if (end == from || Bytes.isDash(b, from, end)) return;
        for (var i = from; i < end; i++)
            if (b[i] >= 'A' && b[i] <= 'Z') {
                var at = row.reserve(end - from);
                b = row.array();
                for (var k = from; k < end; k++) b[at + k - from] = Bytes.lower(b[k]);
                row.claim(TextField.MIME, at, at + end - from);
                return;
            }
        row.claim(TextField.MIME, from, end);
    }

    protected static void reason(Row row, byte[] words) {
        row.put(TextField.DECISION_REASON, words, 0, words.length);
    }

    /// Sets the duration, and the start for formats that stamp the end.
    protected static void endedAfter(Row row, long millis) {
        row.put(NumberField.DURATION, millis);
        row.put(NumberField.START_TIME, row.number(NumberField.TIME) - millis);
    }
}
