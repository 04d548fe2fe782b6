package argiope.appliance.format;

import argiope.appliance.tracking.Decision;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;

/// Access logs of Cisco's WSA (Secure Web Appliance), all releases, with the traffic monitor's messages
/// skipped. The decision tag is found by its shape, for people insert fields of their own before it. Source:
/// the access-log contract, 2.
final class WsaFormat implements LogFormat {
    private final Reading reading;

    WsaFormat(Reading reading) {
        this.reading = reading;
    }

    @Override
    public String id() {
        return "wsa";
    }

    @Override
    public String title() {
        return "Cisco WSA access log";
    }

    @Override
    public boolean bears(byte[] b, int from, int to) {
        if (L4TrafficMonitor.outcome(b, from, to) != null) return true;
        if (from < to && (b[from] == '#' || b[from] == '%')) return true;
        var i = from;
        for (var field = 0; field < 48 && i < to; field++) {
            var end = Bytes.find(b, ' ', i, to);
            if (WsaTag.is(b, i, end)) return true;
            i = Bytes.skip(b, ' ', end, to);
        }
        return false;
    }

    @Override
    public LineReader reader(ParseContext context) {
        return new Reader(context, reading);
    }

    private static final class Reader extends ByteLineReader {
        private static final byte[] CONNECT = Bytes.of("CONNECT");
        private static final byte[] TCP_CONNECT = Bytes.of("TCP_CONNECT");
        private static final byte[] TUNNEL = Bytes.of("TUNNEL");
        private static final byte[] SOCKS = Bytes.of("SOCKS");
        private static final byte[] UDP_ASSOC = Bytes.of("UDP_ASSOC");
        private static final byte[] TCP_URL = Bytes.of("tcp://");
        private static final byte[] UDP_URL = Bytes.of("udp://");
        private static final byte[] NONE = Bytes.of("NONE");
        private static final byte[] DENIED = Bytes.of("_DENIED");
        private static final byte[] DIRECT = Bytes.of("DIRECT");
        private static final byte[] AUTH_REQUIRED = Bytes.of("auth-required");
        private static final byte[] NO_SERVER = Bytes.of("no-server");
        private static final int MAX_LEADING_WORDS = 8;
        private final WsaTag tags = new WsaTag();
        private final WsaVerdicts verdicts = new WsaVerdicts();
        /// No quote closes from here on, so that nobody looks for one again and again.
        private int unclosedFrom;

        Reader(ParseContext context, Reading reading) {
            super(context, reading);
        }

        @Override
        LineOutcome parse(Row row, int from, int to) {
            var b = row.array();
            if (b[from] == '#') return LineOutcome.SKIP_DIRECTIVE;
            if (b[from] == '%') return LineOutcome.SKIP_LOG_HEADER;
            var i = from;
            var end = Bytes.find(b, ' ', i, to);
            if (!isEpoch(b, i, end)) {
                var message = L4TrafficMonitor.outcome(b, from, to);
                if (message != null) return message;
            }
            for (var word = 0; word < MAX_LEADING_WORDS && !isEpoch(b, i, end) && end < to; word++) {
                i = Bytes.skip(b, ' ', end, to);
                end = Bytes.find(b, ' ', i, to);
            }
            if (!isEpoch(b, i, end)) return LineOutcome.REJECT_BAD_TIME;
            var outcome = time(row, Stamps.epoch(b, i, end));
            if (outcome != LineOutcome.ACCEPTED) return outcome;

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            var elapsed = Bytes.number(b, i, Bytes.find(b, '.', i, end));
            if (elapsed >= 0) endedAfter(row, elapsed);
            else {
                var message = L4TrafficMonitor.outcome(b, i, to);
                if (message != null) return message;
                row.flag("field:duration");
            }

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            if (Bytes.isDash(b, i, end)) {
                i = Bytes.skip(b, ' ', end, to);
                end = Bytes.find(b, ' ', i, to);
            }
            if (end == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            if (!client(row, i, end)) return LineOutcome.REJECT_BAD_CLIENT;

            i = Bytes.skip(b, ' ', end, to);
            if (i < to && b[i] == '(') i = Bytes.skip(b, ' ', Math.min(to, Bytes.find(b, ')', i, to) + 1), to);
            end = Bytes.find(b, ' ', i, to);
            var slash = Bytes.find(b, '/', i, end);
            if (end == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            if (slash == end || !SquidCodes.isResult(b, i, slash)) return LineOutcome.REJECT_UNKNOWN_FORMAT;
            row.claim(TextField.RESULT_CODE, i, slash);
            status(row, slash + 1, end);

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            number(row, NumberField.BYTES_TO_CLIENT, i, end);

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            text(row, TextField.METHOD, i, end);
            var socks = Bytes.is(b, i, end, SOCKS) || Bytes.is(b, i, end, UDP_ASSOC);
            var connect =
                    Bytes.is(b, i, end, CONNECT) || Bytes.is(b, i, end, TCP_CONNECT) || Bytes.is(b, i, end, TUNNEL);

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            if (i == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            if (socks || Bytes.starts(b, i, end, TCP_URL) || Bytes.starts(b, i, end, UDP_URL))
                return LineOutcome.SKIP_NOT_WEB;
            return rest(row, i, end, to, connect);
        }

        private static boolean isEpoch(byte[] b, int from, int to) {
            var dot = Bytes.find(b, '.', from, to);
            return dot - from >= 8 && Stamps.epoch(b, from, to) != Stamps.NONE;
        }

        /// From the URL on: user, hierarchy, MIME, whatever somebody added, the tag, its block, whatever else.
        private LineOutcome rest(Row row, int url, int urlEnd, int to, boolean connect) {
            var b = row.array();
            unclosedFrom = Integer.MAX_VALUE;
            var user = Bytes.skip(b, ' ', urlEnd, to);
            var userEnd = tokenEnd(b, user, to);
            var tag = -1;
            var tagEnd = -1;
            for (var i = user; i < to; ) {
                var end = tokenEnd(b, i, to);
                if (WsaTag.is(b, i, end)) {
                    tag = i;
                    tagEnd = end;
                    break;
                }
                i = Bytes.skip(b, ' ', end, to);
            }
            if (tag < 0) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            url(row, url, urlEnd, connect);
            if (user < tag) {
                users.read(row, user, userEnd, false);
                between(row, Bytes.skip(row.array(), ' ', userEnd, to), tag);
            }
            b = row.array();
            var block = Bytes.skip(b, ' ', tagEnd, to);
            var end = verdicts.split(b, block, to);
            tags.take(row, tag, tagEnd, end > block && verdicts.sixPolicies());
            byResult(row);
            if (end < 0) {
                row.flag("truncated");
                return LineOutcome.ACCEPTED;
            }
            if (end > block) verdicts.take(row);
            else row.flag("noVerdictBlock");
            tail(row, end, to, end > block);
            return LineOutcome.ACCEPTED;
        }

        /// Hierarchy and MIME, either of which may miss, and fields that somebody added.
        private void between(Row row, int from, int tag) {
            var b = row.array();
            var end = tokenEnd(b, from, tag);
            if (from >= tag) return;
            var slash = Bytes.find(b, '/', from, end);
            var i = from;
            if (slash < end && SquidCodes.isResult(b, from, slash)) {
                row.claim(TextField.HIERARCHY_CODE, from, slash);
                if (Bytes.is(b, from, slash, DIRECT)) server(row, slash + 1, end);
                i = Bytes.skip(b, ' ', end, tag);
            } else if (Bytes.isDash(b, from, end)) {
                i = Bytes.skip(b, ' ', end, tag);
            }
            if (i >= tag) return;
            end = tokenEnd(b, i, tag);
            slash = Bytes.find(b, '/', i, end);
            if (slash < end && slash > i && b[i] != '"') {
                mime(row, i, end);
                i = Bytes.skip(row.array(), ' ', end, tag);
            } else if (Bytes.isDash(b, i, end)) {
                i = Bytes.skip(b, ' ', end, tag);
            }
            b = row.array();
            var last = tag;
            while (last > i && b[last - 1] == ' ') last--;
            if (i < last && !Bytes.isDash(b, i, last)) row.extra("added", i, last);
        }

        /// What the result code says where the tag is content.
        private static void byResult(Row row) {
            var b = row.array();
            var from = row.from(TextField.RESULT_CODE);
            var to = row.to(TextField.RESULT_CODE);
            var status = row.number(NumberField.STATUS);
            if (row.decision() != Decision.ALLOW && row.decision() != Decision.ERROR) return;
            if ((status == 401 || status == 407) && Bytes.find(b, DENIED, from, to) >= 0) {
                row.decision(Decision.ERROR);
                reason(row, AUTH_REQUIRED);
            } else if (Bytes.is(b, from, to, NONE) && row.decision() == Decision.ALLOW) {
                row.decision(Decision.ERROR);
                if (status >= 500) reason(row, NO_SERVER);
            }
        }

        private void tail(Row row, int from, int to, boolean afterBlock) {
            var b = row.array();
            var i = Bytes.skip(b, ' ', from, to);
            if (afterBlock && i < to) {
                var end = tokenEnd(b, i, to);
                var quoted = b[i] == '"' && end - i >= 2 && b[end - 1] == '"';
                var agentFrom = quoted ? i + 1 : i;
                var agentTo = quoted ? end - 1 : end;
                text(row, TextField.USER_AGENT, agentFrom, agentTo);
                if (row.has(TextField.USER_AGENT)) row.extra("suspectUserAgent", agentFrom, agentTo);
                i = Bytes.skip(b, ' ', end, to);
            }
            agent(row, i, to);
            var last = to;
            while (last > i && b[last - 1] == ' ') last--;
            if (i < last && !Bytes.isDash(b, i, last)) row.extra("custom", i, last);
        }

        /// A quoted text that begins like `Product/1` is the whole agent, where the block only has what was suspect of
        /// it.
        private void agent(Row row, int from, int to) {
            var b = row.array();
            for (var i = from; i < to; ) {
                var end = tokenEnd(b, i, to);
                if (b[i] == '"' && end - i > 2 && b[end - 1] == '"' && isAgent(b, i + 1, end - 1)) {
                    row.claim(TextField.USER_AGENT, i + 1, end - 1);
                    return;
                }
                i = Bytes.skip(b, ' ', end, to);
            }
        }

        private static boolean isAgent(byte[] b, int from, int to) {
            var slash = from;
            while (slash < to && ((b[slash] | 32) >= 'a' && (b[slash] | 32) <= 'z')) slash++;
            return slash > from && slash + 1 < to && b[slash] == '/' && Bytes.digit(b[slash + 1]);
        }

        /// End of a token; one in quotes may hold blanks and ends with the quote before a blank.
        private int tokenEnd(byte[] b, int from, int to) {
            if (from < to && b[from] == '"' && from < unclosedFrom) {
                for (var i = from + 1; i < to; i++) if (b[i] == '"' && (i + 1 == to || b[i + 1] == ' ')) return i + 1;
                unclosedFrom = from;
            }
            return Bytes.find(b, ' ', from, to);
        }
    }
}
