package argiope.appliance.ingest;

import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Page;
import argiope.appliance.tracking.StoreUnavailable;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.appliance.tracking.TransactionBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A store for tests of ingest: keeps raw lines, forgets what was not committed when it is crashed, and fails when told
/// to.
final class RecordingStore implements TrackingStore {
    /// What survives a crash.
    static final class Disk {
        private List<String> lines = List.of();
        private Checkpoint checkpoint = Checkpoint.none();

        synchronized List<String> lines() {
            return lines;
        }

        synchronized Checkpoint checkpoint() {
            return checkpoint;
        }
    }

    private final Disk disk;
    private final List<String> lines = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();
    private boolean crashed;
    private int appends;
    private int commits;
    private IntPredicate appendFails = ignored -> false;
    private IntPredicate commitFails = ignored -> false;

    RecordingStore(Disk disk) {
        this.disk = disk;
        lines.addAll(disk.lines());
    }

    /// `fails` is asked with the number of the append, from 1.
    synchronized void appendsFail(IntPredicate fails) {
        appendFails = fails;
    }

    synchronized void commitsFail(IntPredicate fails) {
        commitFails = fails;
    }

    /// From now on nothing reaches the disk, as if the process were dead.
    synchronized void crash() {
        crashed = true;
    }

    synchronized int commits() {
        return commits;
    }

    synchronized int appends() {
        return appends;
    }

    /// Committed or not.
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized List<String> formats() {
        return List.copyOf(formats);
    }

    @Override
    public void append(TransactionBatch batch) {
        var more = new ArrayList<String>();
        batch.read(row -> {
            more.add(new String(row.rawArray(), row.rawFrom(), row.rawTo() - row.rawFrom(), StandardCharsets.UTF_8));
            return !more.getLast().contains("unstorable");
        });
        more.removeIf(line -> line.contains("unstorable"));
        synchronized (this) {
            appends++;
            if (appendFails.test(appends)) {
                lines.addAll(more.subList(0, more.size() / 2)); // half there, as an index may leave it
                throw new StoreUnavailable("No space left on device", new IOException("No space left on device"));
            }
            lines.addAll(more);
            for (var i = 0; i < more.size(); i++) formats.add(batch.context().format());
        }
    }

    @Override
    public synchronized void commit(Checkpoint checkpoint) {
        commits++;
        if (commitFails.test(commits)) throw new StoreUnavailable("fsync failed", new IOException("fsync failed"));
        if (crashed) return;
        synchronized (disk) {
            disk.lines = List.copyOf(lines);
            disk.checkpoint = checkpoint;
        }
    }

    @Override
    public Checkpoint recovered() {
        return disk.checkpoint();
    }

    @Override
    public synchronized void rollback() {
        lines.clear();
        lines.addAll(disk.lines());
    }

    @Override
    public void refresh() {}

    @Override
    public Page find(TrackingQuery query, Cursor cursor, int limit, Duration deadline) {
        throw new UnsupportedOperationException("ingest never searches");
    }

    @Override
    public Page stream(TrackingQuery query, Cursor cursor, int limit, Duration deadline, Each each) {
        throw new UnsupportedOperationException("ingest never searches");
    }

    @Override
    public Count count(TrackingQuery query, long bound, Duration deadline) {
        throw new UnsupportedOperationException("ingest never searches");
    }

    @Override
    public Optional<Transaction> byId(String id) {
        throw new UnsupportedOperationException("ingest never searches");
    }

    @Override
    public Optional<TimeRange> held() {
        return Optional.empty();
    }

    @Override
    public Availability availability(TimeRange range, boolean needsObservables) {
        throw new UnsupportedOperationException("ingest never searches");
    }

    @Override
    public Size size() {
        return new Size(lines().size(), 0, 0, 0);
    }

    @Override
    public void observableIndexing(boolean on) {}

    @Override
    public void reindex(Progress progress) {}

    @Override
    public void close() {}
}
