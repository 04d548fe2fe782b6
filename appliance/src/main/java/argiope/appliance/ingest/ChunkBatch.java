package argiope.appliance.ingest;

import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TransactionBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines of a chunk, read when the store asks for them, on the worker's thread.
final class ChunkBatch implements TransactionBatch {
    /// 1995-01-01, before which no gateway wrote a log.
    private static final long EARLIEST = 788_918_400_000L;

    private static final long DAY = 86_400_000L;
    private static final Logger LOG = LoggerFactory.getLogger(ChunkBatch.class);
    private static final String FAULT = "field:";

    private final Chunk chunk;
    private final LineReader reader;
    private final Row row;
    private final Tally tally;
    private final int maxLineBytes;
    private final long latest;

    ChunkBatch(Chunk chunk, LineReader reader, Row row, Tally tally, int maxLineBytes, long now) {
        this.chunk = chunk;
        this.reader = reader;
        this.row = row;
        this.tally = tally;
        this.maxLineBytes = maxLineBytes;
        this.latest = now + DAY;
    }

    @Override
    public ParseContext context() {
        return chunk.context();
    }

    @Override
    public void read(Visitor visitor) {
        var bytes = chunk.bytes();
        var to = chunk.to();
        var nuls = Bytes.hasNul(bytes, chunk.from(), to);
        for (var at = chunk.from(); at < to; ) {
            var feed = Bytes.lineFeed(bytes, at, to);
            var next = feed < 0 ? to : feed + 1;
            var end = feed < 0 ? to : feed;
            if (end > at && bytes[end - 1] == '\r') end--;
            if (nuls && Bytes.hasNul(bytes, at, end)) linesWithNuls(bytes, at, end, visitor);
            else line(bytes, at, end, visitor);
            at = next;
        }
    }

    /// A hole left by a crash, or records that a gateway cut off with a NUL and no line end.
    private void linesWithNuls(byte[] bytes, int from, int to, Visitor visitor) {
        var at = Bytes.afterNuls(bytes, from, to);
        while (at < to && to - at <= maxLineBytes) {
            var second = reader.split(bytes, at, to);
            if (second <= at || second >= to) break;
            tally.read(1);
            withoutNuls(bytes, at, second, visitor);
            at = second;
        }
        withoutNuls(bytes, at, to, visitor);
    }

    private void withoutNuls(byte[] bytes, int from, int to, Visitor visitor) {
        var clean = new byte[to - from];
        var length = 0;
        for (var at = from; at < to; at++) if (bytes[at] != 0) clean[length++] = bytes[at];
        line(clean, 0, length, visitor);
    }

    private void line(byte[] bytes, int from, int to, Visitor visitor) {
        if (to == from || (bytes[from] <= ' ' && Bytes.blank(bytes, from, to))) {
            tally.count(LineOutcome.SKIP_BLANK);
            return;
        }
        if (to - from > maxLineBytes) {
            reject(LineOutcome.REJECT_LINE_TOO_LONG, bytes, from, from + Math.min(1024, to - from));
            return;
        }
        LineOutcome outcome;
        try {
            outcome = reader.read(bytes, from, to, row);
        } catch (RuntimeException e) {
            LOG.error(
                    "a reader of format {} failed on a line; it is rejected",
                    chunk.context().format(),
                    e);
            reject(LineOutcome.REJECT_INTERNAL, bytes, from, to);
            return;
        }
        if (outcome == LineOutcome.ACCEPTED) {
            accepted(visitor);
            return;
        }
        if (outcome.kind() == LineOutcome.Kind.REJECTED)
            tally.reject(outcome, row.rawArray(), row.rawFrom(), row.rawTo());
        else tally.count(outcome);
    }

    private void accepted(Visitor visitor) {
        var time = row.number(NumberField.TIME);
        if (time < EARLIEST || time > latest) {
            tally.reject(LineOutcome.REJECT_TIME_IMPLAUSIBLE, row.rawArray(), row.rawFrom(), row.rawTo());
            return;
        }
        if (!row.flags().isEmpty()) {
            for (var flag : row.flags()) if (flag.startsWith(FAULT)) tally.fault(flag.substring(FAULT.length()));
        }
        if (visitor.accept(row)) tally.accepted(time);
        else tally.reject(LineOutcome.REJECT_INTERNAL, row.rawArray(), row.rawFrom(), row.rawTo());
    }

    private void reject(LineOutcome outcome, byte[] bytes, int from, int to) {
        var masked = Secrets.masked(bytes, from, to);
        tally.reject(outcome, masked, 0, masked.length);
    }
}
