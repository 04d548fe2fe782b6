package argiope.appliance.format;

import argiope.appliance.tracking.Row;
import java.util.List;

/// Reads with the leading format, and what that rejects with the others whose sign the line bears.
final class ChainedReader implements LineReader {
    private final List<LogFormat> formats;
    private final List<LineReader> readers;
    private final SyslogEnvelope envelope = new SyslogEnvelope();

    ChainedReader(List<LogFormat> formats, List<LineReader> readers) {
        this.formats = List.copyOf(formats);
        this.readers = List.copyOf(readers);
    }

    @Override
    public LineOutcome read(byte[] line, int from, int to, Row row) {
        var outcome = readers.getFirst().read(line, from, to, row);
        if (outcome.kind() != LineOutcome.Kind.REJECTED || outcome == LineOutcome.REJECT_TEMPLATE_RESIDUE)
            return outcome;
        var payload = envelope.peel(line, from, to);
        var borne = formats.getFirst().bears(line, payload, to);
        for (var i = 1; i < readers.size(); i++) {
            if (!formats.get(i).bears(line, payload, to)) continue;
            var other = readers.get(i).read(line, from, to, row);
            if (other.kind() != LineOutcome.Kind.REJECTED) return other;
            if (!borne) outcome = other;
            borne = true;
        }
        return borne ? outcome : LineOutcome.REJECT_UNKNOWN_FORMAT;
    }

    @Override
    public int split(byte[] line, int from, int to) {
        for (var reader : readers) {
            var at = reader.split(line, from, to);
            if (at >= 0) return at;
        }
        return -1;
    }
}
