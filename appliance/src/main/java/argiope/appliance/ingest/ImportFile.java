package argiope.appliance.ingest;

import java.nio.file.Path;
import java.util.Optional;

/// One file of an import. Written by the importing thread, inside the pipeline's steps; seen by all.
final class ImportFile {
    private static final Identity BEGINNING = new Identity(0, 0, "", "");

    private final Path path;
    private final Book book;
    private volatile SourceStatus.State state = SourceStatus.State.QUEUED;
    private volatile String detail = "";
    private volatile String detected = "";
    private volatile boolean settled;
    private volatile long bytes;
    private volatile long size;
    private volatile Reading reading = new Reading();
    private volatile Identity identity = BEGINNING;

    ImportFile(Path path, Book book) {
        this.path = path;
        this.book = book;
    }

    Path path() {
        return path;
    }

    Book book() {
        return book;
    }

    long bytes() {
        return bytes;
    }

    SourceStatus.State state() {
        return state;
    }

    boolean ended() {
        return state == SourceStatus.State.DONE || state == SourceStatus.State.FAILED;
    }

    String detected() {
        return detected;
    }

    boolean settled() {
        return settled;
    }

    /// How far it was read when this run began.
    Identity identity() {
        return identity;
    }

    void opened(Reading from, long onDisk) {
        reading = from;
        size = onDisk;
        state = SourceStatus.State.READING;
    }

    void read(Reading now, long position, FormatChoice how) {
        reading = now;
        bytes = position;
        detected = how.detected();
        settled = how.settled();
    }

    void end(SourceStatus.State how, String why) {
        state = how;
        detail = why;
        if (how == SourceStatus.State.DONE) bytes = size;
    }

    void size(long onDisk) {
        size = onDisk;
    }

    Stored.ImportFile stored() {
        return new Stored.ImportFile(
                path.toString(), state.wire(), detail, reading.identity(), detected, settled, bytes, size);
    }

    void restore(Optional<Stored.ImportFile> stored) {
        reading = new Reading();
        identity = stored.map(Stored.ImportFile::identity).orElse(BEGINNING);
        detected = stored.map(Stored.ImportFile::detected).orElse("");
        settled = stored.map(Stored.ImportFile::settled).orElse(false);
        bytes = stored.map(Stored.ImportFile::bytes).orElse(0L);
        size = stored.map(Stored.ImportFile::size).orElse(size);
        detail = stored.map(Stored.ImportFile::detail).orElse("");
        var was = stored.map(Stored.ImportFile::state).orElse("");
        state = was.equals(SourceStatus.State.DONE.wire())
                ? SourceStatus.State.DONE
                : was.equals(SourceStatus.State.FAILED.wire()) ? SourceStatus.State.FAILED : SourceStatus.State.QUEUED;
    }

    ImportStatus.File status() {
        return new ImportStatus.File(
                path.toString(), state, detail, detected, bytes, size, book.ledger(), book.notices());
    }
}
