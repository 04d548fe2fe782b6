package argiope.appliance.format;

import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;

/// Squid's built-in `squid` format: `ts elapsed client code/status bytes method URL user hier/peer mime`, with the
/// header blocks of `log_mime_hdrs` and anything appended behind. Source: the access-log contract, 1.1 and 1.5.
final class SquidFormat implements LogFormat {
    private final Reading reading;

    SquidFormat(Reading reading) {
        this.reading = reading;
    }

    @Override
    public String id() {
        return "squid";
    }

    @Override
    public String title() {
        return "Squid native";
    }

    @Override
    public boolean bears(byte[] b, int from, int to) {
        var i = Bytes.find(b, ' ', from, to);
        if (Stamps.epoch(b, from, i) == Stamps.NONE) return false;
        if (isReferrerLog(b, i, to)) return true;
        for (var field = 0; field < 2; field++) i = Bytes.find(b, ' ', Bytes.skip(b, ' ', i, to), to);
        i = Bytes.skip(b, ' ', i, to);
        var slash = Bytes.find(b, '/', i, Math.min(to, i + 64));
        return slash < to && SquidCodes.isResult(b, i, slash);
    }

    /// `client referer URL` after the stamp.
    private static boolean isReferrerLog(byte[] b, int from, int to) {
        var client = Bytes.skip(b, ' ', from, to);
        var end = Bytes.find(b, ' ', client, to);
        return argiope.core.net.Addresses.parse(b, client, end, new byte[16])
                && Bytes.find(b, Bytes.of("://"), end, to) > 0;
    }

    @Override
    public LineReader reader(ParseContext context) {
        return new Reader(context, reading);
    }

    private static final class Reader extends ByteLineReader {
        private static final byte[] NONE = Bytes.of("NONE");
        private static final byte[] CONNECT = Bytes.of("CONNECT");
        private static final byte[] BLOCK_START = Bytes.of(" [");
        private final SquidCodes codes = new SquidCodes();

        Reader(ParseContext context, Reading reading) {
            super(context, reading);
        }

        @Override
        public int split(byte[] line, int from, int to) {
            return SquidRecords.secondNative(line, from, to);
        }

        @Override
        LineOutcome parse(Row row, int from, int to) {
            var b = row.array();
            var i = from;
            var end = Bytes.find(b, ' ', i, to);
            var outcome = time(row, Stamps.epoch(b, i, end));
            if (outcome != LineOutcome.ACCEPTED) return outcome;

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            var elapsed = Bytes.number(b, i, end);
            if (elapsed >= 0) endedAfter(row, elapsed);
            else if (end > i + 1 && b[i] == '-' && Bytes.number(b, i + 1, end) >= 0) endedAfter(row, 0);
            else if (isReferrerLog(row, i, end, to)) return LineOutcome.SKIP_COMPANION_LOG;
            else row.flag("field:duration");

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            if (end == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            if (!client(row, i, end)) return LineOutcome.REJECT_BAD_CLIENT;

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            if (end == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            var slash = Bytes.find(b, '/', i, end);
            if (slash == end || !SquidCodes.isResult(b, i, slash)) return LineOutcome.REJECT_UNKNOWN_FORMAT;
            row.claim(TextField.RESULT_CODE, i, slash);
            status(row, slash + 1, end);

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            number(row, NumberField.BYTES_TO_CLIENT, i, end);

            i = Bytes.skip(b, ' ', end, to);
            end = Bytes.find(b, ' ', i, to);
            var connect = Bytes.is(b, i, end, CONNECT);
            if (!Bytes.is(b, i, end, NONE)) text(row, TextField.METHOD, i, end);

            var url = Bytes.skip(b, ' ', end, to);
            var urlEnd = Bytes.find(b, ' ', url, to);
            if (url == to) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            return tail(row, url, urlEnd, to, connect);
        }

        /// Squid's `referrer` format: `ts client referer URL`, one of which is where another has the duration.
        private static boolean isReferrerLog(Row row, int from, int end, int to) {
            var b = row.array();
            var tokens = 0;
            for (var i = end; i < to; i = Bytes.find(b, ' ', i, to)) {
                i = Bytes.skip(b, ' ', i, to);
                if (i < to) tokens++;
            }
            return tokens == 2 && client(row, from, end);
        }

        /// The URL and what follows: the user is all up to the first `CODE/peer`.
        private LineOutcome tail(Row row, int url, int urlEnd, int to, boolean connect) {
            var b = row.array();
            var peer = -1;
            var peerEnd = -1;
            var code = -1;
            var user = Math.min(urlEnd + 1, to);
            var limit = to;
            if (context.uriWhitespaceAllowed()) {
                var block = Bytes.find(b, BLOCK_START, urlEnd, to);
                if (block >= 0) limit = block;
            }
            for (var i = urlEnd; i < limit; ) {
                var start = i + 1;
                var end = Bytes.find(b, ' ', start, to);
                var found = start > urlEnd + 1 ? codes.hierarchy(b, start, end) : -1;
                if (found >= 0) {
                    peer = start;
                    peerEnd = end;
                    code = found;
                    if (!context.uriWhitespaceAllowed()) break;
                }
                i = end;
            }
            if (peer < 0) return cut(row, url, urlEnd, to, connect);
            if (context.uriWhitespaceAllowed()) {
                var before = peer - 2;
                while (before >= urlEnd && b[before] != ' ') before--;
                if (before > urlEnd) {
                    urlEnd = before;
                    user = before + 1;
                    if (!Bytes.isDash(b, user, peer - 1)) row.flag("userAmbiguous");
                }
            }
            url(row, url, urlEnd, connect);
            SquidUser.read(row, users, user, peer - 1);
            codes.takeHierarchy(row, peer, peerEnd, code);
            if (peerEnd < to) rest(row, peerEnd + 1, to);
            return codes.decide(row, code);
        }

        /// MIME, then header blocks or anything appended.
        private void rest(Row row, int from, int to) {
            var end = Bytes.find(row.array(), ' ', from, to);
            mime(row, from, end);
            if (end >= to) return;
            hideHeaders(row, end, to);
            fromHeaders(row, end, to);
            row.extra("appended", end + 1, to);
        }

        /// A record that Squid, or a full disk, cut off: good as far as it goes, if that is beyond the host.
        private LineOutcome cut(Row row, int url, int urlEnd, int to, boolean connect) {
            var b = row.array();
            if (urlEnd == to && Bytes.find(b, '/', hostFrom(b, url, urlEnd), urlEnd) == urlEnd)
                return LineOutcome.REJECT_TOO_FEW_FIELDS;
            url(row, url, urlEnd, connect);
            if (!row.has(TextField.HOST)) return LineOutcome.REJECT_TOO_FEW_FIELDS;
            row.flag("truncated");
            return codes.decide(row, -1);
        }

        private static int hostFrom(byte[] b, int url, int to) {
            var slashes = Bytes.find(b, Bytes.of("://"), url, to);
            return slashes < 0 ? url : slashes + 3;
        }
    }
}
