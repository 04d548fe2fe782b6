package argiope.appliance.ingest;

import argiope.appliance.format.ParseContext;
import argiope.appliance.settings.ApplianceSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source that is a file somebody else writes: read on as it grows, through every way of rotating it.
///
/// The idea: a file is known by its content, not by its name ([Identity]). When the name points to another file, the
/// old
/// one stays open and is read until it has been silent for a while, beside the new one. When the file was cut short or
/// rewritten in place, a copy that holds what was read is looked for among the rotated names and read on first. After a
/// restart the same search finds where the last commit ended. Polled by one thread; [#save] runs while that thread
/// stands
/// still.
final class FollowedFile {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    private static final int CHUNKS_A_POLL = 16;
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final String name;
    private final Book book;
    private final Pipeline pipeline;
    private final FormatFinder finder;
    private final KnownFiles known;
    private final IngestLimits limits;
    private final Clock clock;

    private ApplianceSettings.Source source;
    private Path path;
    private Optional<FormatChoice> choice = Optional.empty();
    private boolean retired;
    private long epoch;
    private boolean resolved;
    private List<Stored.Place> places = List.of();
    private final List<Tail> tails = new ArrayList<>();
    private String detected = "";
    private boolean settled;
    private long lastReadAt;
    private long retryAfter;
    private List<Rotated> olderSeen = List.of();
    /// The file that was left last: what to know the sequence by while nothing was read of the next.
    private List<Stored.Place> ended = List.of();

    private volatile Said said = new Said(SourceStatus.State.WAITING, "The file is about to be opened.");
    private volatile long position;
    private volatile long size = -1;

    private record Said(SourceStatus.State state, String detail) {}

    /// One file being read for this source.
    private static final class Tail {
        private final Path path;
        private final Optional<Object> key;
        private final LineCutter cutter;
        /// No longer what the name points to.
        private boolean left;
        private long seenSize = -1;
        private long seenModified = -1;
        private long quietSince = System.nanoTime();

        private Tail(Path path, Optional<Object> key, LineCutter cutter) {
            this.path = path;
            this.key = key;
            this.cutter = cutter;
        }

        private long offset() {
            return cutter.reading().offset();
        }
    }

    FollowedFile(
            ApplianceSettings.Source source,
            Book book,
            Pipeline pipeline,
            FormatFinder finder,
            KnownFiles known,
            IngestLimits limits,
            Clock clock) {
        this.name = source.name();
        this.source = source;
        this.path = Path.of(source.path());
        this.book = book;
        this.pipeline = pipeline;
        this.finder = finder;
        this.known = known;
        this.limits = limits;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    Book book() {
        return book;
    }

    boolean retired() {
        return retired;
    }

    /// The source's settings are now these.
    void configure(ApplianceSettings.Source changed) {
        if (changed.equals(source) && !retired) return;
        pipeline.still(() -> {
            leave();
            if (!changed.format().equals(source.format())) {
                detected = "";
                settled = false;
            }
            source = changed;
            path = Path.of(changed.path());
            retired = false;
            choice = Optional.empty();
            retryAfter = 0;
        });
    }

    /// Stops; how far it was read is kept, should the source come back.
    void retire() {
        pipeline.still(this::leave);
        retired = true;
    }

    private void leave() {
        if (epoch == pipeline.epoch() && resolved) places = currentPlaces();
        closeTails();
        resolved = false;
    }

    private void closeTails() {
        for (var tail : tails) close(tail);
        tails.clear();
    }

    private static void close(Tail tail) {
        try {
            tail.cutter.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Looks once at the file; true if there is more to read at once.
    boolean poll() {
        if (epoch != pipeline.epoch()) pipeline.still(this::beginAgain);
        if (retired) return false;
        if (source.paused()) {
            if (resolved) pipeline.update(epoch, this::leave);
            say(SourceStatus.State.PAUSED, "");
            return false;
        }
        if (System.nanoTime() < retryAfter) return false;
        try {
            return read();
        } catch (NoSuchFileException e) {
            wait("There is no file " + e.getFile() + " yet; it is read as soon as it is there.");
        } catch (AccessDeniedException e) {
            wait("The file " + e.getFile() + " may not be read; give the appliance's user the right to. Trying again.");
        } catch (Content.Refused e) {
            wait(e.getMessage() + ".");
        } catch (FormatChoice.Unusable e) {
            say(SourceStatus.State.FAILED, e.getMessage() + ".");
            retryAfter = System.nanoTime() + RETRY_NANOS;
        } catch (IOException e) {
            wait("The file cannot be read: " + e.getMessage() + ". Trying again.");
        }
        return false;
    }

    private void wait(String why) {
        say(SourceStatus.State.WAITING, why);
        retryAfter = System.nanoTime() + Math.min(RETRY_NANOS, limits.poll().toNanos());
    }

    private void say(SourceStatus.State now, String why) {
        said = new Said(now, why);
    }

    private void beginAgain() {
        closeTails();
        ended = List.of();
        olderSeen = List.of();
        epoch = pipeline.epoch();
        resolved = false;
        choice = Optional.empty();
        var stored = Stored.value(pipeline.recovered(), Stored.SOURCE + name, Stored.Source.class);
        places = stored.map(Stored.Source::places).orElse(List.of());
        detected = stored.map(Stored.Source::detected).orElse("");
        settled = stored.map(Stored.Source::settled).orElse(false);
        lastReadAt = stored.map(Stored.Source::lastReadAt).orElse(0L);
    }

    private boolean read() throws IOException {
        if (choice.isEmpty()) {
            var fresh = new FormatChoice(
                    finder,
                    new FormatChoice.Setting(
                            source.format(),
                            source.logformat(),
                            source.zone(),
                            source.uriWhitespace().equals("allow"),
                            source.name()),
                    year());
            fresh.restore(detected, settled, year());
            choice = Optional.of(fresh);
        }
        if (!resolved && !resolve()) return false;
        var more = false;
        for (var tail : List.copyOf(tails)) more |= drain(tail);
        if (epoch != pipeline.epoch()) return true;
        more |= lookAtTheName();
        measure();
        return more;
    }

    private int year() {
        return clock.instant().atZone(java.time.ZoneOffset.UTC).getYear();
    }

    // ---- finding the files

    /// Finds what is to be read, from where; false if it is not there.
    private boolean resolve() throws IOException {
        var older = Rotated.of(path);
        var found = new ArrayList<Tail>();
        try {
            var whole = places.isEmpty() ? resolveNew(found) : resolveKnown(older, found);
            if (!whole || !Rotated.of(path).equals(older)) return false; // or rotated meanwhile: look again
            var taken = pipeline.update(epoch, () -> {
                tails.addAll(found);
                found.clear();
                resolved = true;
                if (lastReadAt == 0) lastReadAt = clock.millis();
            });
            return taken;
        } finally {
            for (var tail : found) close(tail);
        }
    }

    private boolean resolveNew(List<Tail> found) throws IOException {
        var read = Recognition.known(path, known.all(), limits);
        if (read.isEmpty()) {
            found.add(open(path));
            return true;
        }
        var cutter = Recognition.at(path, read.get(), limits);
        if (cutter.isEmpty()) return false;
        note(
                "known-file",
                "The file was imported before; only what follows byte "
                        + read.get().offset() + " is read.");
        found.add(new Tail(path, key(path), cutter.get()));
        return true;
    }

    private boolean resolveKnown(List<Rotated> older, List<Tail> found) throws IOException {
        Optional<Path> last = Optional.empty();
        var begun = places.stream().anyMatch(place -> place.identity().offset() > 0);
        for (var place : places) {
            if (place.identity().offset() == 0) continue;
            last = Optional.empty();
            for (var candidate : candidates(place, older)) {
                if (found.stream().anyMatch(tail -> tail.path.equals(candidate))) continue;
                var cutter = Recognition.at(candidate, place.identity(), limits);
                if (cutter.isEmpty()) continue;
                found.add(new Tail(candidate, key(candidate), cutter.get()));
                last = Optional.of(candidate);
                break;
            }
        }
        if (last.equals(Optional.of(path))) {
            for (var tail : found) tail.left = !tail.path.equals(path);
            return true;
        }
        var exists = Files.exists(path);
        if (last.isEmpty() && !exists && found.isEmpty()) throw new NoSuchFileException(path.toString());
        for (var between : since(last, older, found)) found.add(open(between));
        for (var tail : found) tail.left = true;
        if (last.isEmpty() && begun)
            note(
                    "lost-place",
                    "The file read before is gone, and no copy of it was found: what was written to it after the last"
                            + " look is missing. The present file is read from its beginning.");
        if (exists) found.add(open(path));
        return true;
    }

    private List<Path> candidates(Stored.Place place, List<Rotated> older) {
        var candidates = new ArrayList<Path>();
        candidates.add(path);
        candidates.add(Path.of(place.path()));
        older.stream().filter(rotated -> !rotated.packed()).map(Rotated::path).forEach(candidates::add);
        older.stream().filter(Rotated::packed).map(Rotated::path).forEach(candidates::add);
        return candidates.stream().distinct().toList();
    }

    /// The rotated files that were written after the one read last, oldest first.
    private List<Path> since(Optional<Path> last, List<Rotated> older, List<Tail> found) throws IOException {
        var since = new ArrayList<Path>();
        for (var rotated : older) {
            if (last.equals(Optional.of(rotated.path()))) break;
            if (found.stream().anyMatch(tail -> tail.path.equals(rotated.path()))) continue;
            if (last.isEmpty() && Files.getLastModifiedTime(rotated.path()).toMillis() <= lastReadAt) continue;
            since.add(rotated.path());
        }
        return since.reversed();
    }

    private Tail open(Path file) throws IOException {
        for (var attempt = 0; ; attempt++) {
            var before = key(file);
            var content = Content.open(file, limits);
            if (before.equals(key(file)) || attempt == 3)
                return new Tail(file, before, new LineCutter(content, new Reading()));
            content.close();
        }
    }

    private static Optional<Object> key(Path file) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    // ---- reading

    /// Reads a file on; true if it has more.
    private boolean drain(Tail tail) throws IOException {
        var content = tail.cutter.content();
        if (!content.packed() && !unchangedSoFar(tail)) {
            cutShort(tail);
            return true;
        }
        var closed = content.packed();
        for (var i = 0; i < CHUNKS_A_POLL; i++) {
            if (!content.packed() && content.diskSize() == tail.offset()) break;
            if (!step(tail, closed)) {
                if (closed && mayEnd(tail)) end(tail);
                break;
            }
            tail.quietSince = System.nanoTime();
            if (epoch != pipeline.epoch()) return true;
            if (i == CHUNKS_A_POLL - 1) return true;
        }
        if (tail.left && !closed && mayEnd(tail) && quiet(tail)) {
            while (step(tail, true)) if (epoch != pipeline.epoch()) return true;
            end(tail);
        }
        return false;
    }

    /// Files end in the order they were written. After a restart, what is newer than the last file a checkpoint
    /// names counts as unread: a file that had ended before an older one would be read again. The last one is kept
    /// even when it is gone, to know it should it return.
    private boolean mayEnd(Tail tail) {
        return tails.getFirst() == tail && tails.getLast() != tail;
    }

    private boolean quiet(Tail tail) {
        var wait = limits.rotatedQuiet();
        return System.nanoTime() - tail.quietSince >= wait.toNanos()
                || (tail.seenModified > 0 && clock.millis() - tail.seenModified > Math.max(60_000, wait.toMillis()));
    }

    /// Reads one chunk; false if no whole line is there.
    private boolean step(Tail tail, boolean closed) throws IOException {
        var big = tail.cutter.content().packed()
                || tail.cutter.content().diskSize() - tail.offset() > limits.maxLineBytes();
        var buffer = big ? pipeline.lease() : new byte[limits.maxLineBytes() + 1];
        var leased = big ? buffer : new byte[0];
        Optional<LineCutter.Cut> next;
        try {
            next = tail.cutter.next(buffer, closed);
        } catch (IOException | RuntimeException e) {
            pipeline.release(leased);
            throw e;
        }
        if (next.isEmpty()) {
            pipeline.release(leased);
            return false;
        }
        var cut = next.get();
        if (!tail.cutter.content().packed() && !sameTail(tail)) { // rewritten while it was read
            pipeline.release(leased);
            tail.seenSize = -1;
            return false;
        }
        if (cut.empty()) {
            pipeline.release(leased);
            return pipeline.update(epoch, () -> tail.cutter.take(cut));
        }
        var how = choice.orElseThrow();
        var context = how.context(cut.bytes(), cut.from(), cut.tooLong() ? cut.from() : cut.to(), year());
        if (!cut.tooLong()) watchFormat(how, context);
        var now = clock.millis();
        return pipeline.submit(
                new Chunk(book, epoch, context, cut.bytes(), cut.from(), cut.to(), cut.tooLong(), leased, true), () -> {
                    tail.cutter.take(cut);
                    lastReadAt = now;
                    detected = how.detected();
                    settled = how.settled();
                });
    }

    private void watchFormat(FormatChoice how, ParseContext context) {
        if (context.format().isEmpty()) note("unknown-format", how.notice().orElse("No known format reads this log."));
        else how.notice().ifPresent(notice -> note("mixed-format", notice));
        if (book.wasMostlyRejected()) how.again();
    }

    /// Whether the bytes before the place read so far are still the same.
    private boolean unchangedSoFar(Tail tail) throws IOException {
        var now = tail.cutter.content().diskSize();
        var modified = modified(tail);
        if (now == tail.seenSize && modified == tail.seenModified) return true;
        tail.seenSize = now;
        tail.seenModified = modified;
        return now >= tail.offset() && sameTail(tail);
    }

    private static boolean sameTail(Tail tail) throws IOException {
        var expected = tail.cutter.reading().tail();
        var there = new byte[expected.length];
        var length = tail.cutter.content().read(tail.offset() - expected.length, there, 0, there.length);
        return length == there.length && Arrays.equals(expected, there);
    }

    /// When the file was last written to, as far as its name still leads to it; -1 unknown.
    private static long modified(Tail tail) throws IOException {
        try {
            var attributes = Files.readAttributes(tail.path, BasicFileAttributes.class);
            return tail.key.equals(Optional.ofNullable(attributes.fileKey()))
                    ? attributes.lastModifiedTime().toMillis()
                    : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    /// The file was cut or rewritten in place: a copy that holds what was read is read on first.
    private void cutShort(Tail tail) throws IOException {
        var identity = tail.cutter.reading().identity();
        Optional<Tail> copy = Optional.empty();
        for (var candidate : candidates(new Stored.Place(tail.path.toString(), identity), Rotated.of(path))) {
            if (candidate.equals(tail.path)) continue;
            var cutter = Recognition.at(candidate, identity, limits);
            if (cutter.isEmpty()) continue;
            copy = Optional.of(new Tail(candidate, key(candidate), cutter.get()));
            break;
        }
        if (copy.isEmpty())
            note(
                    "cut-short",
                    "The file was cut short or rewritten, and no copy of what it held was found: lines written just"
                            + " before may be missing. It is read from its beginning.");
        var fresh = !tail.left && Files.exists(tail.path) ? Optional.of(open(tail.path)) : Optional.<Tail>empty();
        var from = copy;
        var changed = pipeline.update(epoch, () -> {
            var at = tails.indexOf(tail);
            tails.remove(at);
            fresh.ifPresent(again -> tails.add(at, again));
            from.ifPresent(old -> {
                old.left = true;
                tails.add(at, old);
            });
            if (tails.isEmpty()) {
                places = List.of(new Stored.Place(tail.path.toString(), identity));
                resolved = false;
            }
        });
        if (changed) close(tail);
        else {
            fresh.ifPresent(FollowedFile::close);
            copy.ifPresent(FollowedFile::close);
        }
    }

    /// A rotated file was read to its end.
    private void end(Tail tail) {
        var ending = tail.cutter.content().ending();
        if (!ending.code().isEmpty()) note(ending.code(), tail.path + ": " + ending.text());
        if (pipeline.update(epoch, () -> {
            tails.remove(tail);
            ended = List.of(
                    new Stored.Place(tail.path.toString(), tail.cutter.reading().identity()));
            known.add(tail.cutter.reading().identity());
        })) close(tail);
    }

    /// Whether the name points to another file now.
    private boolean lookAtTheName() throws IOException {
        if (tails.isEmpty()) return false;
        var current = tails.getLast();
        var exists = Files.exists(path);
        if (exists && current.path.equals(path) && current.key.equals(key(path))) {
            current.left = false;
            return false;
        }
        if (!current.left) {
            current.left = true; // what was written since the last look is read first, by it the file is known
            return true;
        }
        var older = Rotated.of(path);
        if (!exists) {
            say(SourceStatus.State.WAITING, "The file " + path + " is gone; a new one is read as soon as it is there.");
            if (older.equals(olderSeen)) return false;
        }
        var now = where(current, older);
        if (now.isEmpty() && exists && current.offset() > 0) {
            var same = Recognition.at(path, current.cutter.reading().identity(), limits);
            if (same.isPresent()) return replace(current, new Tail(path, key(path), same.get()));
        }
        return takeOnSince(now, older, exists);
    }

    /// Takes on the rotated files since the one read last, and what the name points to.
    private boolean takeOnSince(Optional<Path> last, List<Rotated> older, boolean exists) throws IOException {
        var fresh = new ArrayList<Tail>();
        try {
            if (last.isPresent()) {
                for (var between : since(last, older, List.of())) {
                    var betweenKey = key(between);
                    if (tails.stream().anyMatch(tail -> tail.key.equals(betweenKey))) continue;
                    var tail = open(between);
                    tail.left = true;
                    fresh.add(tail);
                }
            }
            if (exists) fresh.add(open(path));
            if (!Rotated.of(path).equals(older)) return true; // rotated meanwhile: look again
            olderSeen = older;
            if (fresh.isEmpty()) return false;
            var taken = List.copyOf(fresh);
            fresh.clear();
            return takeOn(taken);
        } finally {
            for (var tail : fresh) close(tail);
        }
    }

    /// Which rotated name the file has now, or a packed copy of it.
    private Optional<Path> where(Tail tail, List<Rotated> older) {
        for (var rotated : older) if (tail.key.equals(Optional.of(rotated.key()))) return Optional.of(rotated.path());
        return tail.offset() > 0 ? copyOf(tail, older) : Optional.empty();
    }

    /// The rotated file that holds what this one held.
    private Optional<Path> copyOf(Tail tail, List<Rotated> older) {
        var identity = tail.cutter.reading().identity();
        for (var rotated : older) {
            try {
                var found = Recognition.at(rotated.path(), identity, limits);
                if (found.isEmpty()) continue;
                found.get().close();
                return Optional.of(rotated.path());
            } catch (IOException e) {
                LOG.warn("{} could not be looked at", rotated.path(), e);
            }
        }
        return Optional.empty();
    }

    private boolean takeOn(List<Tail> fresh) {
        var taken = pipeline.update(epoch, () -> tails.addAll(fresh));
        if (!taken) for (var tail : fresh) close(tail);
        return true;
    }

    /// The same content under the same name in another file, as some tools write: read on there.
    private boolean replace(Tail old, Tail fresh) {
        var changed = pipeline.update(epoch, () -> tails.set(tails.indexOf(old), fresh));
        close(changed ? old : fresh);
        return true;
    }

    private void measure() throws IOException {
        if (tails.isEmpty()) return;
        var total = 0L;
        var read = 0L;
        for (var tail : tails) {
            var content = tail.cutter.content();
            total += content.diskSize();
            read += content.diskPosition(tail.offset());
        }
        size = total;
        position = read;
        var current = tails.getLast();
        if (!current.left || Files.exists(path))
            say(behind(current) ? SourceStatus.State.READING : SourceStatus.State.FOLLOWING, "");
    }

    private boolean behind(Tail tail) throws IOException {
        return tail.cutter.content().diskSize() - tail.offset() > limits.maxLineBytes();
    }

    private void note(String code, String text) {
        book.note(clock.millis(), code, text);
    }

    // ---- state

    private List<Stored.Place> currentPlaces() {
        var begun = tails.stream().anyMatch(tail -> tail.offset() > 0);
        if (!begun && !ended.isEmpty()) return ended;
        return tails.stream()
                .filter(tail -> !begun || tail.offset() > 0)
                .map(tail -> new Stored.Place(
                        tail.path.toString(), tail.cutter.reading().identity()))
                .toList();
    }

    /// Runs while no reader moves.
    void save(Map<String, String> entries) {
        if (epoch != pipeline.epoch()) return; // has not begun again: what the checkpoint says still holds
        var now = resolved ? currentPlaces() : places;
        if (!now.isEmpty())
            entries.put(
                    Stored.SOURCE + name,
                    Stored.text(new Stored.Source(path.toString(), now, detected, settled, lastReadAt)));
    }

    /// Read to its end, so that silence means something.
    boolean awaitsLines() {
        var state = said.state;
        return state == SourceStatus.State.FOLLOWING || state == SourceStatus.State.WAITING;
    }

    /// Something unforeseen happened; the next poll tries again.
    void failed(RuntimeException cause) {
        wait("The source cannot be read: " + cause + ". Trying again.");
    }

    void close() {
        closeTails();
        book.close();
    }

    SourceStatus status() {
        var trouble = pipeline.trouble();
        var now = said;
        var stalled = !trouble.isEmpty() && now.state != SourceStatus.State.PAUSED;
        var behind = position < size;
        var newest = book.newest();
        return new SourceStatus(
                name,
                "file",
                Objects.toString(path),
                source.format(),
                detected,
                stalled ? SourceStatus.State.STALLED : now.state,
                stalled ? trouble : now.detail,
                book.linesPerSecond(),
                newest == 0 ? -1 : behind ? Math.max(0, (clock.millis() - newest) / 1000) : 0,
                book.lastLineAt(),
                position,
                size,
                book.ledger(),
                book.notices());
    }
}
