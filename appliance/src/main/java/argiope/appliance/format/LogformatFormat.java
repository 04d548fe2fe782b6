package argiope.appliance.format;

import argiope.appliance.normal.HostForm;
import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.core.net.Addresses;
import java.util.Arrays;

/// Lines of a `logformat` that an administrator pasted; see [Logformat] for the text.
final class LogformatFormat implements LogFormat {
    private final Reading reading;

    LogformatFormat(Reading reading) {
        this.reading = reading;
    }

    @Override
    public String id() {
        return "logformat";
    }

    @Override
    public String title() {
        return "Squid logformat";
    }

    @Override
    public boolean isTold() {
        return false;
    }

    @Override
    public boolean bears(byte[] line, int from, int to) {
        return to > from;
    }

    @Override
    public LineReader reader(ParseContext context) {
        return new Reader(context, reading, Logformat.compile(context.formatText(), context.uriWhitespaceAllowed()));
    }

    private static final class Reader extends ByteLineReader {
        private static final Logformat.Meaning[] USERS = {
            Logformat.Meaning.USER_AUTH,
            Logformat.Meaning.USER_EXTERNAL,
            Logformat.Meaning.USER_TLS,
            Logformat.Meaning.USER_ANY
        };
        private static final byte[] NONE = Bytes.of("NONE");
        private static final byte[] CONNECT = Bytes.of("CONNECT");
        private static final byte[] TERMINATE = Bytes.of("terminate");
        private final Logformat.Step[] steps;
        private final SquidCodes codes = new SquidCodes();
        private final HostForm hosts;
        /// Where each meaning stands in the row's array: start and end, -1 absent; decoded.
        private final int[] start = new int[Logformat.Meaning.values().length];

        private final int[] end = new int[start.length];
        private final boolean[] decoded = new boolean[start.length];
        /// Where the values stand in the line itself.
        private final int[] lineStart = new int[start.length];

        private final int[] lineEnd = new int[start.length];
        private long time;
        private boolean zoneAssumed;
        private int next;
        private boolean cut;

        Reader(ParseContext context, Reading reading, Logformat format) {
            super(context, reading);
            hosts = new HostForm(reading.suffixes());
            steps = format.steps().toArray(Logformat.Step[]::new);
        }

        @Override
        boolean readsWholeLineFirst() {
            return true;
        }

        @Override
        LineOutcome parse(Row row, int from, int to) {
            Arrays.fill(start, -1);
            time = Stamps.NONE;
            zoneAssumed = false;
            cut = false;
            var at = from;
            for (var i = 0; i < steps.length; i++) {
                if (steps[i] instanceof Logformat.Literal literal) {
                    at = literal(row.array(), at, to, literal.text(), i);
                } else if (steps[i] instanceof Logformat.Field field) {
                    if (at >= to && i > 0) cut = true;
                    else at = field(row, field, i, at, to);
                }
                if (at == -1) return LineOutcome.REJECT_BAD_TIME;
                if (at == -2) return LineOutcome.REJECT_UNKNOWN_FORMAT;
                if (cut) break;
            }
            if (at < to) {
                hideHeaders(row, at, to);
                row.extra("appended", Bytes.skip(row.array(), ' ', at, to), to);
            }
            return assemble(row);
        }

        /// Passes a literal; blanks in it stand for any number of blanks, as columns are padded.
        private int literal(byte[] b, int at, int to, byte[] text, int index) {
            for (var k = 0; k < text.length; k++) {
                if (at >= to) {
                    var rest = index == steps.length - 1 && k > 0;
                    cut = !rest && !(index == steps.length - 1 && text.length == 1 && text[0] == ' ');
                    return at;
                }
                if (b[at] != text[k]) return -2;
                at++;
                if (text[k] == ' ') at = Bytes.skip(b, ' ', at, to);
            }
            return at;
        }

        private int field(Row row, Logformat.Field field, int index, int from, int to) {
            var b = row.array();
            var at = Bytes.skip(b, ' ', from, to);
            if (field.time() != null) {
                var stop = field.time().read(b, at, to);
                if (stop < 0) return -1;
                var local = field.meaning() == Logformat.Meaning.TIME_LOCAL;
                if (!field.time().zoned() && local) zoneAssumed = true;
                time = field.time().millis(local ? context.zone() : java.time.ZoneOffset.UTC);
                return stop;
            }
            var stop = stop(b, field, index, at, to);
            var quoted = field.encoding() == Logformat.Encoding.SHELL && stop - at >= 2 && b[at] == '"';
            take(row, field, quoted ? at + 1 : at, quoted ? stop - 1 : stop);
            return stop;
        }

        /// Where the field that begins at `at` ends.
        private int stop(byte[] b, Logformat.Field field, int index, int at, int to) {
            if (field.width() > 0
                    && field.shape() == Logformat.Shape.NUMBER
                    && !(following(index) instanceof Logformat.Literal)) return Math.min(to, at + field.width());
            if (!(following(index) instanceof Logformat.Literal literal)) {
                if (index + 1 == steps.length) {
                    var stop = to;
                    while (stop > at && b[stop - 1] == ' ') stop--;
                    return stop;
                }
                var stop = at;
                while (stop < to && (Bytes.digit(b[stop]) || b[stop] == '.')) stop++;
                return stop;
            }
            var text = literal.text();
            if (index + 2 == steps.length && text.length > 0 && text[0] != ' ') {
                // The format's last literal: it stands at the end of the line, and anything before it is the field's.
                if (to - at >= text.length && Bytes.starts(b, to - text.length, to, text)) return to - text.length;
            }
            if (field.encoding() == Logformat.Encoding.SHELL && at < to && b[at] == '"') {
                for (var i = at + 1; i < to; i++) {
                    if (b[i] == '\\') i++;
                    else if (b[i] == '"') return i + 1;
                }
                return to;
            }
            if (field.encoding() == Logformat.Encoding.QUOTED) {
                for (var i = at; i < to; i++) {
                    if (b[i] == '\\') i++;
                    else if (b[i] == text[0] && Bytes.starts(b, i, to, text)) return i;
                }
                return to;
            }
            var first = Bytes.find(b, text, at, to);
            if (first < 0) return to;
            if (!field.blanks() || text.length != 1 || text[0] != ' ') return first;
            return blank(b, field, index, first, to);
        }

        private Logformat.@org.jspecify.annotations.Nullable Step following(int index) {
            return index + 1 < steps.length ? steps[index + 1] : null;
        }

        /// End of a field that may hold blanks: where what follows has the shape of the next field. A URL may
        /// hold them only if the source says so; then the last such place counts, and a field without a shape
        /// between takes the one token before it.
        private int blank(byte[] b, Logformat.Field field, int index, int first, int to) {
            var isUrl = field.meaning() == Logformat.Meaning.URL || field.meaning() == Logformat.Meaning.URL_CLIENT;
            var shaped = index + 2;
            var between = 0;
            while (shaped < steps.length
                    && between < 2
                    && steps[shaped] instanceof Logformat.Field next
                    && next.shape() == Logformat.Shape.ANY
                    && isUrl
                    && shaped + 1 < steps.length
                    && steps[shaped + 1] instanceof Logformat.Literal literal
                    && literal.text().length == 1
                    && literal.text()[0] == ' ') {
                shaped += 2;
                between++;
            }
            if (shaped >= steps.length || !(steps[shaped] instanceof Logformat.Field next)) return first;
            if (next.shape() == Logformat.Shape.ANY) return first;
            var found = -1;
            for (var i = first; i < to; i++) {
                if (b[i] != ' ' || !looksLike(b, next, shaped, i + 1, to)) continue;
                found = i;
                if (!isUrl) break;
            }
            if (found < 0) return first;
            for (; between > 0; between--) {
                var before = found - 1;
                while (before > first && b[before] != ' ') before--;
                if (before < first) return first;
                found = before;
            }
            return Math.max(found, first);
        }

        private boolean looksLike(byte[] b, Logformat.Field field, int index, int from, int to) {
            if (from >= to || b[from] == ' ') return false;
            var stop = from;
            var mark = following(index) instanceof Logformat.Literal literal ? literal.text()[0] : (byte) ' ';
            while (stop < to && b[stop] != ' ' && b[stop] != mark) stop++;
            var dash = Bytes.isDash(b, from, stop);
            return switch (field.shape()) {
                case NUMBER -> dash || isNumber(b, from, stop);
                case RESULT -> SquidCodes.isResult(b, from, stop);
                case HIERARCHY -> codes.code(b, from, stop) >= 0;
                case ADDRESS -> dash || Addresses.parse(b, from, stop, new byte[16]);
                case METHOD -> dash || SquidCodes.isResult(b, from, stop);
                case TIME -> field.time() != null && field.time().read(b, from, to) > 0;
                case ANY -> true;
            };
        }

        private static boolean isNumber(byte[] b, int from, int to) {
            var i = from < to && b[from] == '-' ? from + 1 : from;
            if (i >= to) return false;
            for (; i < to; i++) if (!Bytes.digit(b[i]) && b[i] != '.') return false;
            return true;
        }

        private void take(Row row, Logformat.Field field, int from, int to) {
            var b = row.array();
            if (from >= to || Bytes.isDash(b, from, to)) return;
            if (field.meaning() == Logformat.Meaning.SECRET) {
                if (!(to - from == 3 && b[from] == '*' && b[from + 1] == '*' && b[from + 2] == '*')) hide(from, to);
                return;
            }
            if (field.meaning() == Logformat.Meaning.ALL_HEADERS) {
                hideHeaders(row, from, to);
                row.extra(field.name(), from, to);
                return;
            }
            var was = from;
            var wasEnd = to;
            if (field.encoding() != Logformat.Encoding.RAW && isEncoded(b, from, to)) {
                var at = row.reserve(to - from);
                to = decode(row.array(), field.encoding(), from, to, at);
                from = at;
            }
            switch (field.meaning()) {
                case EXTRA, CERT_ERRORS -> row.extra(field.name(), from, to);
                case HEADER -> header(row, field, from, to);
                default -> {
                    var slot = field.meaning().ordinal();
                    if (start[slot] >= 0) return;
                    start[slot] = from;
                    end[slot] = to;
                    decoded[slot] = was != from;
                    lineStart[slot] = was;
                    lineEnd[slot] = wasEnd;
                    if (field.mayCut()
                            && (field.meaning() == Logformat.Meaning.URL
                                    || field.meaning() == Logformat.Meaning.URL_CLIENT)) row.flag("truncated");
                }
            }
        }

        private static boolean isEncoded(byte[] b, int from, int to) {
            for (var i = from; i < to; i++) if (b[i] == '\\' || b[i] == '%') return true;
            return false;
        }

        private static int decode(byte[] b, Logformat.Encoding encoding, int from, int to, int at) {
            if (encoding == Logformat.Encoding.BRACKETS) return SquidUser.unescape(b, from, to, at);
            if (encoding == Logformat.Encoding.URL) return argiope.appliance.normal.UserForm.decode(b, from, to, at);
            for (var i = from; i < to; i++) {
                if (b[i] == '\\' && i + 1 < to) {
                    var escape = b[++i];
                    b[at++] = escape == 'r'
                            ? (byte) '\r'
                            : escape == 'n' ? (byte) '\n' : escape == 't' ? (byte) '\t' : escape;
                } else {
                    b[at++] = b[i];
                }
            }
            return at;
        }

        private static void header(Row row, Logformat.Field field, int from, int to) {
            var name = field.name();
            if (name.equals("referer >h") || name.equals("referer >ha")) text(row, TextField.REFERRER, from, to);
            else if (name.equals("user-agent >h") || name.equals("user-agent >ha"))
                text(row, TextField.USER_AGENT, from, to);
            else if (name.equals("content-type <h")) {
                if (!row.has(TextField.MIME)) mime(row, from, to);
            } else if (name.equals("x-virus-id adapt::<last_h") || name.equals("x-infection-found adapt::<last_h"))
                text(row, TextField.MALWARE_NAME, from, to);
            else row.extra(name, from, to);
        }

        private boolean has(Logformat.Meaning meaning) {
            return start[meaning.ordinal()] >= 0;
        }

        private int from(Logformat.Meaning meaning) {
            return start[meaning.ordinal()];
        }

        private int to(Logformat.Meaning meaning) {
            return end[meaning.ordinal()];
        }

        private LineOutcome assemble(Row row) {
            var outcome = times(row);
            if (outcome != LineOutcome.ACCEPTED) return outcome;
            if (!has(Logformat.Meaning.CLIENT))
                return cut ? LineOutcome.REJECT_TOO_FEW_FIELDS : LineOutcome.REJECT_BAD_CLIENT;
            if (!client(row, from(Logformat.Meaning.CLIENT), to(Logformat.Meaning.CLIENT)))
                return LineOutcome.REJECT_BAD_CLIENT;
            numbers(row);
            var method = Logformat.Meaning.METHOD;
            var connect = has(method) && Bytes.is(row.array(), from(method), to(method), CONNECT);
            if (has(method) && !Bytes.is(row.array(), from(method), to(method), NONE))
                text(row, TextField.METHOD, from(method), to(method));
            location(row, connect);
            if (cut) {
                if (!row.has(TextField.HOST)) return LineOutcome.REJECT_TOO_FEW_FIELDS;
                row.flag("truncated");
            }
            for (var meaning : USERS)
                if (has(meaning) && !row.has(TextField.USER_KEY))
                    users.read(row, from(meaning), to(meaning), decoded[meaning.ordinal()]);
            claim(row, Logformat.Meaning.TAG, TextField.POLICY);
            claim(row, Logformat.Meaning.RESULT, TextField.RESULT_CODE);
            claim(row, Logformat.Meaning.SNI, TextField.TLS_SNI);
            claim(row, Logformat.Meaning.SUBJECT, TextField.TLS_SUBJECT);
            claim(row, Logformat.Meaning.TLS_VERSION, TextField.TLS_VERSION);
            claim(row, Logformat.Meaning.TLS_CIPHER, TextField.TLS_CIPHER);
            if (has(Logformat.Meaning.MIME)) mime(row, from(Logformat.Meaning.MIME), to(Logformat.Meaning.MIME));
            var hierarchy = hierarchy(row);
            sni(row);
            outcome = codes.decide(row, hierarchy);
            if (outcome == LineOutcome.ACCEPTED) reasons(row);
            return outcome;
        }

        private LineOutcome times(Row row) {
            var b = row.array();
            if (has(Logformat.Meaning.SECONDS)) {
                time = Stamps.epoch(b, from(Logformat.Meaning.SECONDS), to(Logformat.Meaning.SECONDS));
                if (time != Stamps.NONE && has(Logformat.Meaning.MILLIS)) {
                    var millis = Bytes.number(b, from(Logformat.Meaning.MILLIS), to(Logformat.Meaning.MILLIS));
                    if (millis >= 0 && millis < 1000) time += millis;
                }
            }
            var begun = has(Logformat.Meaning.START)
                    ? Stamps.epoch(b, from(Logformat.Meaning.START), to(Logformat.Meaning.START))
                    : Stamps.NONE;
            if (time == Stamps.NONE) time = begun;
            if (time == Stamps.NONE && cut) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            var outcome = time(row, time);
            if (outcome != LineOutcome.ACCEPTED) return outcome;
            if (zoneAssumed) row.flag("zoneAssumed");
            row.put(NumberField.START_TIME, time);
            if (has(Logformat.Meaning.DURATION)) {
                var from = from(Logformat.Meaning.DURATION);
                var millis = Bytes.number(b, from, to(Logformat.Meaning.DURATION));
                if (millis >= 0) endedAfter(row, millis);
                else if (b[from] == '-') endedAfter(row, 0);
                else row.flag("field:duration");
            }
            if (begun != Stamps.NONE) row.put(NumberField.START_TIME, begun);
            return LineOutcome.ACCEPTED;
        }

        private void numbers(Row row) {
            var status = has(Logformat.Meaning.STATUS) ? Logformat.Meaning.STATUS : Logformat.Meaning.STATUS_SERVER;
            if (has(status)) status(row, from(status), to(status));
            number(row, Logformat.Meaning.CLIENT_PORT, NumberField.CLIENT_PORT);
            number(row, Logformat.Meaning.TO_CLIENT, NumberField.BYTES_TO_CLIENT);
            number(row, Logformat.Meaning.FROM_CLIENT, NumberField.BYTES_FROM_CLIENT);
            number(row, Logformat.Meaning.FROM_SERVER, NumberField.BYTES_FROM_SERVER);
        }

        private void number(Row row, Logformat.Meaning meaning, NumberField field) {
            if (has(meaning)) number(row, field, from(meaning), to(meaning));
        }

        private void claim(Row row, Logformat.Meaning meaning, TextField field) {
            if (has(meaning)) row.claim(field, from(meaning), to(meaning));
        }

        private void location(Row row, boolean connect) {
            for (var meaning : new Logformat.Meaning[] {Logformat.Meaning.URL_CLIENT, Logformat.Meaning.URL})
                if (has(meaning)) {
                    if (!url(row, from(meaning), to(meaning), connect)) hideUser(row, meaning);
                    return;
                }
            if (!has(Logformat.Meaning.DOMAIN)) return;
            var from = row.reserve(0);
            if (!connect && has(Logformat.Meaning.SCHEME)) {
                append(row, Logformat.Meaning.SCHEME);
                append(row, Bytes.of("://"));
            }
            append(row, Logformat.Meaning.DOMAIN);
            if (has(Logformat.Meaning.PORT)) {
                append(row, Bytes.of(":"));
                append(row, Logformat.Meaning.PORT);
            }
            if (!connect) {
                if (has(Logformat.Meaning.PATH) && row.array()[from(Logformat.Meaning.PATH)] != '/')
                    append(row, Bytes.of("/"));
                append(row, Logformat.Meaning.PATH);
                if (has(Logformat.Meaning.QUERY) && row.array()[from(Logformat.Meaning.QUERY)] != '?')
                    append(row, Bytes.of("?"));
                append(row, Logformat.Meaning.QUERY);
            }
            if (!url(row, from, row.reserve(0), connect)) hideUser(row, Logformat.Meaning.DOMAIN);
        }

        /// Hides all before the last `@`, encoded or not, of a value in the line.
        private void hideUser(Row row, Logformat.Meaning meaning) {
            var b = row.array();
            var from = lineStart[meaning.ordinal()];
            var at = lineEnd[meaning.ordinal()] - 1;
            while (at > from && b[at] != '@' && !(b[at] == '%' && b[at + 1] == '4' && b[at + 2] == '0')) at--;
            if (at > from) hide(from, at);
            else hide(from, lineEnd[meaning.ordinal()]);
        }

        private void append(Row row, Logformat.Meaning meaning) {
            if (has(meaning)) append(row, Arrays.copyOfRange(row.array(), from(meaning), to(meaning)));
        }

        /// Parts are appended one behind the other: nothing else takes room between.
        private static void append(Row row, byte[] text) {
            var at = row.reserve(text.length);
            System.arraycopy(text, 0, row.array(), at, text.length);
        }

        private int hierarchy(Row row) {
            var meaning = Logformat.Meaning.HIERARCHY;
            if (!has(meaning)) return -1;
            row.claim(TextField.HIERARCHY_CODE, from(meaning), to(meaning));
            var code = codes.code(row.array(), from(meaning), to(meaning));
            if (has(Logformat.Meaning.SERVER) && SquidCodes.isDirect(code))
                server(row, from(Logformat.Meaning.SERVER), to(Logformat.Meaning.SERVER));
            return code;
        }

        /// A tunnel to an address whose name the client said: the name is the host.
        private void sni(Row row) {
            if (!row.tunnel() || !row.has(TextField.TLS_SNI) || !row.has(TextField.HOST)) return;
            if (!Addresses.parse(row.array(), row.from(TextField.HOST), row.to(TextField.HOST), new byte[16])) return;
            row.remove(TextField.DOMAIN);
            hosts.read(row, row.from(TextField.TLS_SNI), row.to(TextField.TLS_SNI));
        }

        private void reasons(Row row) {
            var bump = Logformat.Meaning.BUMP;
            if (has(bump)) {
                row.extra("bumpMode", from(bump), to(bump));
                if (Bytes.is(row.array(), from(bump), to(bump), TERMINATE)) {
                    row.decision(Decision.BLOCK);
                    reason(row, TERMINATE);
                }
            }
            if (row.has(TextField.DECISION_REASON)) return;
            if (has(Logformat.Meaning.TEXT)) claim(row, Logformat.Meaning.TEXT, TextField.DECISION_REASON);
            else if (row.decision() != Decision.ALLOW) claim(row, Logformat.Meaning.ERROR, TextField.DECISION_REASON);
        }
    }
}
