package argiope.appliance.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Files on their way in, once. Survives restarts: what is left is read on, each line once. Safe for many threads.
public final class ImportJob {
    private final String id;
    private final long at;
    private final String format;
    private final boolean again;
    private final List<ImportFile> files;
    private final Object monitor = new Object();
    private boolean finished;
    private volatile long begunAt;
    private volatile long begunBytes;

    ImportJob(String id, long at, String format, boolean again, List<ImportFile> files) {
        this.id = id;
        this.at = at;
        this.format = format;
        this.again = again;
        this.files = List.copyOf(files);
    }

    public String id() {
        return id;
    }

    /// An id, `auto`, or a pasted format text.
    public String format() {
        return format;
    }

    /// Files that are known are read nevertheless.
    public boolean again() {
        return again;
    }

    List<ImportFile> files() {
        return files;
    }

    boolean isFor(List<Path> paths, String otherFormat, boolean otherAgain) {
        return format.equals(otherFormat)
                && again == otherAgain
                && files.stream().map(ImportFile::path).toList().equals(paths);
    }

    void begin() {
        begunBytes = files.stream().mapToLong(ImportFile::bytes).sum();
        begunAt = System.nanoTime();
    }

    void finish() {
        synchronized (monitor) {
            finished = true;
            monitor.notifyAll();
        }
    }

    boolean finished() {
        synchronized (monitor) {
            return finished;
        }
    }

    /// Waits until every file is in and durable, or has failed; false if that took longer than `patience`.
    public boolean await(Duration patience) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        synchronized (monitor) {
            while (!finished) {
                var left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                monitor.wait(left);
            }
            return true;
        }
    }

    public ImportStatus status() {
        var parts = files.stream().map(ImportFile::status).toList();
        var bytes = parts.stream().mapToLong(ImportStatus.File::bytes).sum();
        var size = parts.stream().mapToLong(ImportStatus.File::size).sum();
        var failed = parts.stream().anyMatch(file -> file.state() == SourceStatus.State.FAILED);
        var state =
                !finished() ? ImportStatus.State.RUNNING : failed ? ImportStatus.State.FAILED : ImportStatus.State.DONE;
        var elapsed = begunAt == 0 ? 0 : (System.nanoTime() - begunAt) / 1e9;
        var perSecond = elapsed < 0.5 ? 0 : (bytes - begunBytes) / elapsed;
        return new ImportStatus(
                id,
                state,
                parts,
                bytes,
                size,
                parts.stream().mapToLong(file -> file.ledger().read()).sum(),
                files.stream().mapToDouble(file -> file.book().linesPerSecond()).sum(),
                state != ImportStatus.State.RUNNING
                        ? 0
                        : perSecond <= 0 ? -1 : (long) Math.ceil((size - bytes) / perSecond));
    }

    String text() {
        return Stored.text(new Stored.Import(
                id, at, format, again, files.stream().map(ImportFile::stored).toList()));
    }

    void restore(Optional<Stored.Import> stored) {
        IntStream.range(0, files.size())
                .forEach(i ->
                        files.get(i).restore(stored.map(whole -> whole.files().get(i))));
    }
}
