package argiope.appliance.ingest;

import argiope.appliance.format.LineOutcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What became of the lines of one chunk. Owned by its worker; goes into the [Book] only when the store has the rows.
final class Tally {
    static final int SAMPLES = 20;
    private static final int SAMPLE_BYTES = 1024;

    private final long[] counts = new long[LineOutcome.values().length];
    private final Map<String, Long> faults = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final int[] sampled = new int[counts.length];
    private final ByteArrayOutputStream rejected = new ByteArrayOutputStream(0);
    private long read;
    private long newest;

    record Sample(LineOutcome outcome, String text) {}

    /// Lines as the cutter's line ends count them, apart from the outcomes: the two must agree.
    void read(long lines) {
        read += lines;
    }

    void count(LineOutcome outcome) {
        counts[outcome.ordinal()]++;
    }

    void accepted(long time) {
        counts[LineOutcome.ACCEPTED.ordinal()]++;
        if (time > newest) newest = time;
    }

    void fault(String field) {
        faults.merge(field, 1L, Long::sum);
    }

    /// Counts a rejected line and keeps it; its secrets are masked.
    void reject(LineOutcome outcome, byte[] line, int from, int to) {
        count(outcome);
        rejected.write(line, from, to - from);
        rejected.write('\n');
        if (sampled[outcome.ordinal()]++ < SAMPLES) samples.add(new Sample(outcome, sample(line, from, to)));
    }

    private static String sample(byte[] line, int from, int to) {
        var text = new String(line, from, Math.min(SAMPLE_BYTES, to - from), StandardCharsets.UTF_8);
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? 0xFFFD : point));
        return shown.toString();
    }

    long read() {
        return read;
    }

    long count(int outcome) {
        return counts[outcome];
    }

    Map<String, Long> faults() {
        return faults;
    }

    List<Sample> samples() {
        return samples;
    }

    byte[] rejected() {
        return rejected.toByteArray();
    }

    long newest() {
        return newest;
    }
}
