package argiope.lucene.tracking;

import java.nio.file.Path;

/// Where and how tracking is kept on disk.
///
/// @param folder the store's own; made if absent
/// @param indexBufferMegabytes memory for rows that are not yet written to an index, per day being written; more makes
///     large imports faster
/// @param reservedBytes of the disk that the store leaves free: below it nothing is taken in, so that what was taken in
///     can still be committed
public record LuceneTrackingConfig(Path folder, int indexBufferMegabytes, long reservedBytes) {
    public LuceneTrackingConfig {
        if (indexBufferMegabytes < 16 || indexBufferMegabytes > 1900)
            throw new IllegalArgumentException("indexBufferMegabytes must be between 16 and 1900");
        if (reservedBytes < 0) throw new IllegalArgumentException("reservedBytes must not be negative");
    }

    public static LuceneTrackingConfig in(Path folder) {
        return new LuceneTrackingConfig(folder, 64, 256L << 20);
    }
}
