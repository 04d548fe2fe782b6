package argiope.appliance.tracking;

import java.time.Duration;
import java.util.Optional;

/// Keeps web transactions so that they can be found again.
/// Safe for many readers and several appending threads. Times are UTC, to the millisecond. Every method
/// throws [StoreUnavailable] when the storage cannot be reached or is full. What was taken in since the
/// last commit may be lost then, or half there: [#rollback] brings the last commit back, and only then may
/// writing go on.
public interface TrackingStore extends AutoCloseable {

    /// Reads the batch and takes its rows in, on the calling thread; lost by a crash before the next
    /// [#commit]. Never interrupted: the caller's thread belongs to ingest.
    void append(TransactionBatch batch);

    /// Makes everything taken in so far durable, together with the checkpoint. No append may run meanwhile.
    /// When it returns the rows can be found.
    void commit(Checkpoint checkpoint);

    /// The checkpoint of the state that was last good.
    Checkpoint recovered();

    /// Forgets everything taken in since the last commit, as a start after a crash would; [#recovered] then
    /// says how far each source is stored. For after a [StoreUnavailable]. No append may run meanwhile.
    void rollback();

    /// Lets finds see what was appended, committed or not.
    void refresh();

    /// The newest that match from `cursor` on, newest first, equal times in a fixed order; at most `limit`.
    /// Refuses a cursor of another query and a part of a URL under three characters
    /// ([argiope.core.access.Refusal.Invalid]). Criteria about URLs, files and hashes find only rows whose
    /// observables are indexed ([#availability]).
    Page find(TrackingQuery query, Cursor cursor, int limit, Duration deadline);

    /// Rows as they are found, newest first, until `each` says false, `limit` or the deadline.
    Page stream(TrackingQuery query, Cursor cursor, int limit, Duration deadline, Each each);

    interface Each {
        boolean take(Transaction row);
    }

    /// How many match: exact up to `bound`, then "at least"; also "at least" when the deadline cuts it
    /// short.
    Count count(TrackingQuery query, long bound, Duration deadline);

    /// One row by its public id.
    Optional<Transaction> byId(String id);

    /// From the oldest to the newest row; nothing while empty.
    Optional<TimeRange> held();

    /// What can be answered of a range: with a gap `not-indexed` where rows are held whose observables are not
    /// indexed, told only if these are asked for.
    Availability availability(TimeRange range, boolean needsObservables);

    Size size();

    /// @param indexBytes on disk without the raw lines; `rawBytes` of these
    record Size(long transactions, int days, long indexBytes, long rawBytes) {}

    /// Whether rows from now on get their URL parts and hashes indexed.
    void observableIndexing(boolean on);

    /// Gives rows stored while indexing was off their URL parts and hashes; blocks, reports progress, can
    /// be interrupted between days. Rows arriving meanwhile are kept.
    void reindex(Progress progress);

    interface Progress {
        void at(long done, long total);
    }

    @Override
    void close();
}
