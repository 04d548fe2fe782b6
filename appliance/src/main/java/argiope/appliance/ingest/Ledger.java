package argiope.appliance.ingest;

import java.util.List;

/// What became of the lines of one source, at a moment: `read = accepted + skipped + rejected`. Times are milliseconds
/// since 1970, of reading.
///
/// @param balanced false means an error of ours; it is shown, never mended silently
/// @param rejectedDropped rejected lines no longer kept, because the newer ones filled the space
public record Ledger(
        long read,
        long accepted,
        long skipped,
        long rejected,
        boolean balanced,
        List<Skipped> skippedBy,
        List<Rejected> rejectedBy,
        List<FieldFault> fieldFaults,
        List<Hour> hours,
        long rejectedDropped) {
    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, true, List.of(), List.of(), List.of(), List.of(), 0);

    public Ledger {
        skippedBy = List.copyOf(skippedBy);
        rejectedBy = List.copyOf(rejectedBy);
        fieldFaults = List.copyOf(fieldFaults);
        hours = List.copyOf(hours);
    }

    public record Skipped(String rule, long count, long first, long last) {}

    /// @param cure what a person can do about it
    /// @param samples at most 20, masked, at most 1 KiB each
    public record Rejected(String reason, long count, long first, long last, String cure, List<String> samples) {
        public Rejected {
            samples = List.copyOf(samples);
        }
    }

    public record FieldFault(String field, long count) {}

    /// @param from the hour's start
    public record Hour(long from, long read, long accepted, long skipped, long rejected) {}
}
