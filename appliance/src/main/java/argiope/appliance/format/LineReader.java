package argiope.appliance.format;

import argiope.appliance.tracking.Row;

/// Reads lines of one format. Owned by one thread. Total: any bytes give an outcome, never an exception, in time
/// linear in their number.
public interface LineReader {
    /// Reads `line[from,to)` (no line end) into `row`, which it clears first. When accepted the row is complete:
    /// normalised host, keys, decision, and [Row#raw] as it may be stored (secrets masked). When not, the row's raw
    /// slice is still set and masked.
    LineOutcome read(byte[] line, int from, int to, Row row);

    /// Where a second record begins inside one physical line (a record cut off with a NUL and no line end), or -1.
    default int split(byte[] line, int from, int to) {
        return -1;
    }
}
