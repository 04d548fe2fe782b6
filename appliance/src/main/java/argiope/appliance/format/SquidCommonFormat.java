package argiope.appliance.format;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;

/// Squid's built-in `common` and `combined`: `client ident user [time] "METHOD URL HTTP/v" status bytes ["referer"
/// "agent"] code:hierarchy`. Users may hold blanks, referer and agent raw quotes, so the line is read from both
/// ends. Source: the access-log contract, 1.1.
final class SquidCommonFormat implements LogFormat {
    private final Reading reading;

    SquidCommonFormat(Reading reading) {
        this.reading = reading;
    }

    @Override
    public String id() {
        return "squid-combined";
    }

    @Override
    public String title() {
        return "Squid common or combined";
    }

    @Override
    public boolean bears(byte[] b, int from, int to) {
        var stamp = SquidRecords.commonStamp(b, from, Math.min(to, from + 1024));
        if (stamp < 0) return false;
        if (Bytes.find(b, ' ', from, to) == stamp && b[to - 1] == '"') return true;
        var end = Reader.withoutBlocks(b, stamp, to);
        var last = Reader.lastToken(b, stamp, end);
        var colon = Bytes.find(b, ':', last, end);
        return colon < end && SquidCodes.isResult(b, last, colon) && SquidCodes.isResult(b, colon + 1, end);
    }

    @Override
    public LineReader reader(ParseContext context) {
        return new Reader(context, reading);
    }

    private static final class Reader extends ByteLineReader {
        private static final byte[] NONE = Bytes.of("NONE");
        private static final byte[] CONNECT = Bytes.of("CONNECT");
        private static final byte[] BETWEEN = Bytes.of("\" \"");
        private static final byte[] HTTP = Bytes.of("HTTP/");
        private static final byte[] NO_VERSION = Bytes.of("NONE/");
        private final SquidCodes codes = new SquidCodes();

        Reader(ParseContext context, Reading reading) {
            super(context, reading);
        }

        @Override
        public int split(byte[] line, int from, int to) {
            return SquidRecords.secondCommon(line, from, to);
        }

        @Override
        LineOutcome parse(Row row, int from, int to) {
            var b = row.array();
            var stamp = SquidRecords.commonStamp(b, from, to);
            if (stamp < 0) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            var clientEnd = Bytes.find(b, ' ', from, stamp);
            var identEnd = Bytes.find(b, ' ', Math.min(clientEnd + 1, stamp), stamp);
            var stampEnd = Bytes.find(b, ']', stamp, to);
            if (stampEnd == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            var outcome = time(row, Stamps.common(b, stamp + 2, stampEnd, 0));
            if (outcome != LineOutcome.ACCEPTED) return outcome;
            row.put(NumberField.START_TIME, row.number(NumberField.TIME));
            if (!client(row, from, clientEnd)) return LineOutcome.REJECT_BAD_CLIENT;
            // Squid's `useragent` format: nothing between the client and the stamp, and only the agent behind it.
            if (clientEnd == stamp && b[to - 1] == '"') return LineOutcome.SKIP_COMPANION_LOG;

            var request = stampEnd + 3;
            if (request > to || b[stampEnd + 1] != ' ' || b[stampEnd + 2] != '"')
                return stampEnd + 2 >= to ? LineOutcome.REJECT_TOO_FEW_FIELDS : LineOutcome.REJECT_BAD_QUOTING;
            var requestEnd = requestEnd(b, request, to);
            var methodEnd = Bytes.find(b, ' ', request, requestEnd);
            if (methodEnd == requestEnd) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            var connect = Bytes.is(b, request, methodEnd, CONNECT);
            if (!Bytes.is(b, request, methodEnd, NONE)) text(row, TextField.METHOD, request, methodEnd);
            var urlEnd = withoutVersion(b, methodEnd + 1, requestEnd);
            var whole = requestEnd < to;
            if (!whole && urlEnd == to && Bytes.find(b, '/', Math.min(to, methodEnd + 10), to) == to)
                return LineOutcome.REJECT_TOO_FEW_FIELDS;
            url(row, methodEnd + 1, urlEnd, connect);
            if (identEnd < stamp) SquidUser.read(row, users, identEnd + 1, stamp);
            if (!whole) return cut(row);

            b = row.array();
            var status = requestEnd + 2;
            var statusEnd = Bytes.find(b, ' ', status, to);
            status(row, status, statusEnd);
            var bytes = Math.min(statusEnd + 1, to);
            var bytesEnd = Bytes.find(b, ' ', bytes, to);
            number(row, NumberField.BYTES_TO_CLIENT, bytes, bytesEnd);

            var end = withoutBlocks(b, bytesEnd, to);
            var last = lastToken(b, bytesEnd, end);
            var colon = Bytes.find(b, ':', last, end);
            if (last <= bytesEnd || colon == end || !SquidCodes.isResult(b, last, colon)) return cut(row);
            row.claim(TextField.RESULT_CODE, last, colon);
            var hierarchy = codes.code(b, colon + 1, end);
            text(row, TextField.HIERARCHY_CODE, colon + 1, end);
            if (bytesEnd + 1 < last - 1) quoted(row, bytesEnd + 1, last - 1);
            if (end < to) {
                hideHeaders(row, end, to);
                fromHeaders(row, end, to);
                row.extra("appended", end + 1, to);
            }
            return codes.decide(row, hierarchy);
        }

        private LineOutcome cut(Row row) {
            if (!row.has(TextField.HOST)) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            row.flag("truncated");
            return codes.decide(row, -1);
        }

        /// The first `" status bytes`, or the end of the line.
        private static int requestEnd(byte[] b, int from, int to) {
            for (var i = from; i + 3 < to; i++) {
                if (b[i] != '"' || b[i + 1] != ' ' || !Bytes.digit(b[i + 2])) continue;
                var digits = i + 2;
                while (digits < to && digits - i <= 5 && Bytes.digit(b[digits])) digits++;
                if (digits + 1 < to && b[digits] == ' ' && (Bytes.digit(b[digits + 1]) || b[digits + 1] == '-'))
                    return i;
            }
            return to;
        }

        private static int withoutVersion(byte[] b, int from, int to) {
            var last = lastToken(b, from, to);
            return last > from && (Bytes.starts(b, last, to, HTTP) || Bytes.starts(b, last, to, NO_VERSION))
                    ? last - 1
                    : to;
        }

        static int lastToken(byte[] b, int from, int to) {
            var i = to;
            while (i > from && b[i - 1] != ' ') i--;
            return i;
        }

        /// End of the line before the header blocks ` […] […]`, which hold no raw brackets.
        static int withoutBlocks(byte[] b, int from, int to) {
            var end = to;
            for (var block = 0; block < 2 && end > from && b[end - 1] == ']'; block++) {
                var i = end - 1;
                while (i > from && b[i] != '[') i--;
                if (i == from || b[i - 1] != ' ') return end;
                end = i - 1;
            }
            return end;
        }

        /// `"referer" "agent"`: neither is escaped, the first `" "` parts them.
        private static void quoted(Row row, int from, int to) {
            var b = row.array();
            if (b[from] != '"' || b[to - 1] != '"' || to - from < 2) {
                row.extra("appended", from, to);
                return;
            }
            var between = Bytes.find(b, BETWEEN, from + 1, to);
            if (between < 0) {
                text(row, TextField.REFERRER, from + 1, to - 1);
                return;
            }
            text(row, TextField.REFERRER, from + 1, between);
            var agent = between + BETWEEN.length;
            if (agent < to - 1) text(row, TextField.USER_AGENT, agent, to - 1);
            if (Bytes.find(b, BETWEEN, agent, to) >= 0) row.flag("quoteAmbiguous");
        }
    }
}
