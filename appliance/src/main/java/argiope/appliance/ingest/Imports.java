package argiope.appliance.ingest;

import argiope.appliance.tracking.Checkpoint;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files to be read once, one after the other by one thread.
final class Imports {
    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final int HISTORY = 20;
    private static final int MOST_FILES = 10_000;

    private final Pipeline pipeline;
    private final FormatFinder finder;
    private final KnownFiles known;
    private final Supplier<Collection<Identity>> followed;
    private final IngestLimits limits;
    private final Clock clock;
    private final BiFunction<String, Integer, Book> books;

    private final Object monitor = new Object();
    // guarded by monitor
    private final Map<String, ImportJob> jobs = new LinkedHashMap<>();
    private final ArrayDeque<ImportJob> waiting = new ArrayDeque<>();
    private boolean closing;

    Imports(
            Pipeline pipeline,
            FormatFinder finder,
            KnownFiles known,
            Supplier<Collection<Identity>> followed,
            IngestLimits limits,
            Clock clock,
            BiFunction<String, Integer, Book> books) {
        this.pipeline = pipeline;
        this.finder = finder;
        this.known = known;
        this.followed = followed;
        this.limits = limits;
        this.clock = clock;
        this.books = books;
    }

    /// Takes up what an earlier run left.
    void load(Checkpoint checkpoint) {
        var found = new ArrayList<Stored.Import>();
        for (var key : checkpoint.entries().keySet())
            if (key.startsWith(Stored.IMPORT))
                Stored.value(checkpoint, key, Stored.Import.class).ifPresent(found::add);
        found.sort(java.util.Comparator.comparingLong(Stored.Import::at).thenComparing(Stored.Import::id));
        for (var stored : found) {
            var paths =
                    stored.files().stream().map(file -> Path.of(file.path())).toList();
            var job = job(stored.id(), stored.at(), stored.format(), stored.again(), paths);
            job.restore(Optional.of(stored));
            restoreBooks(job, checkpoint);
            synchronized (monitor) {
                jobs.put(job.id(), job);
                if (job.files().stream().allMatch(ImportFile::ended)) job.finish();
                else waiting.add(job);
            }
        }
    }

    private ImportJob job(String id, long at, String format, boolean again, List<Path> paths) {
        var files = new ArrayList<ImportFile>();
        for (var path : paths) files.add(new ImportFile(path, books.apply(id, files.size())));
        return new ImportJob(id, at, format, again, files);
    }

    private static void restoreBooks(ImportJob job, Checkpoint checkpoint) {
        for (var i = 0; i < job.files().size(); i++)
            job.files().get(i).book().restore(Stored.value(checkpoint, ledgerKey(job.id(), i), Stored.Books.class));
    }

    private static String ledgerKey(String id, int file) {
        return Stored.IMPORT_LEDGER + id + "/" + file;
    }

    ImportJob add(List<Path> paths, String format, boolean again) {
        if (paths.isEmpty()) throw new IllegalArgumentException("an import needs a file");
        if (paths.size() > MOST_FILES)
            throw new IllegalArgumentException("an import takes at most " + MOST_FILES + " files");
        var whole =
                paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        synchronized (monitor) {
            for (var job : waiting) if (job.isFor(whole, format, again)) return job;
            var id = newId();
            var job = job(id, clock.millis(), format, again, whole);
            for (var file : job.files()) file.size(sizeOf(file.path()));
            jobs.put(id, job);
            waiting.add(job);
            forgetOld();
            monitor.notifyAll();
            return job;
        }
    }

    private static long sizeOf(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0; // opening it will say why
        }
    }

    private static String newId() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void forgetOld() {
        var finished = jobs.values().stream().filter(ImportJob::finished).toList();
        for (var i = 0; i < finished.size() - HISTORY; i++)
            jobs.remove(finished.get(i).id());
    }

    Optional<ImportJob> job(String id) {
        synchronized (monitor) {
            return Optional.ofNullable(jobs.get(id));
        }
    }

    List<ImportJob> jobs() {
        synchronized (monitor) {
            return List.copyOf(jobs.values());
        }
    }

    // ---- the importing thread

    void run() {
        while (true) {
            ImportJob job;
            synchronized (monitor) {
                while (waiting.isEmpty() && !closing) await();
                if (closing) return;
                job = waiting.getFirst();
            }
            job.begin();
            run(job);
            synchronized (monitor) {
                if (closing) return;
                waiting.remove(job);
            }
            job.finish();
        }
    }

    private void await() {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ingest threads are not interrupted", e);
        }
    }

    private boolean closing() {
        synchronized (monitor) {
            return closing;
        }
    }

    void close() {
        synchronized (monitor) {
            closing = true;
            monitor.notifyAll();
        }
    }

    private void run(ImportJob job) {
        while (!closing()) {
            var epoch = pipeline.epoch();
            var all = true;
            for (var file : job.files()) if (!file.ended() && !closing()) all &= read(job, file, epoch);
            if (all && pipeline.commitAndWait(epoch)) return;
        }
    }

    /// Reads a file to its end; false if it must be begun again.
    private boolean read(ImportJob job, ImportFile file, long epoch) {
        try {
            var begin = open(job, file, epoch);
            if (begin.isEmpty()) return file.ended();
            try (var cutter = begin.get()) {
                return read(job, file, epoch, cutter);
            }
        } catch (NoSuchFileException e) {
            return fail(file, epoch, "There is no file " + file.path());
        } catch (AccessDeniedException e) {
            return fail(file, epoch, "The file " + file.path() + " may not be read");
        } catch (FormatChoice.Unusable | Content.Refused e) {
            return fail(file, epoch, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail(file, epoch, "The file cannot be read: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the import of {} failed", file.path(), e);
            return fail(file, epoch, "The file cannot be read because of an error of the appliance: " + e);
        }
    }

    private boolean fail(ImportFile file, long epoch, String why) {
        return pipeline.update(epoch, () -> file.end(SourceStatus.State.FAILED, why + "."));
    }

    /// Where to begin: after what an earlier run or another import has read. Empty if nothing is to be done or the
    /// epoch is
    /// over.
    private Optional<LineCutter> open(ImportJob job, ImportFile file, long epoch) throws IOException {
        if (file.identity().offset() > 0) {
            var cutter = Recognition.at(file.path(), file.identity(), limits);
            if (cutter.isEmpty())
                throw new Content.Refused(
                        "The file " + file.path() + " is gone or has changed since its import began; import it anew");
            return opened(file, epoch, cutter.get());
        }
        if (job.again()) return opened(file, epoch, new LineCutter(Content.open(file.path(), limits), new Reading()));
        var before = new ArrayList<>(known.all());
        before.addAll(followed.get());
        var match = Recognition.known(file.path(), before, limits);
        if (match.isEmpty())
            return opened(file, epoch, new LineCutter(Content.open(file.path(), limits), new Reading()));
        var cutter = Recognition.at(file.path(), match.get(), limits);
        if (cutter.isEmpty()) throw new Content.Refused("The file " + file.path() + " changes while it is read");
        file.book()
                .note(
                        clock.millis(),
                        "known-file",
                        "This file was read before, up to byte " + match.get().offset()
                                + " of its content; only what follows is added. Import it with \"again\" to read it"
                                + " once more.");
        return opened(file, epoch, cutter.get());
    }

    private Optional<LineCutter> opened(ImportFile file, long epoch, LineCutter cutter) throws IOException {
        var size = cutter.content().diskSize();
        if (pipeline.update(epoch, () -> file.opened(cutter.reading(), size))) return Optional.of(cutter);
        cutter.close();
        return Optional.empty();
    }

    private boolean read(ImportJob job, ImportFile file, long epoch, LineCutter cutter) throws IOException {
        var how = choice(job, file);
        while (true) {
            if (closing()) return false;
            var buffer = pipeline.lease();
            Optional<LineCutter.Cut> next;
            try {
                next = cutter.next(buffer, true);
            } catch (IOException | RuntimeException e) {
                pipeline.release(buffer);
                throw e;
            }
            if (next.isEmpty()) {
                pipeline.release(buffer);
                return end(file, epoch, cutter);
            }
            var cut = next.get();
            if (cut.empty()) {
                pipeline.release(buffer);
                if (!pipeline.update(epoch, () -> take(file, cutter, cut, how))) return false;
                continue;
            }
            var context = how.context(cut.bytes(), cut.from(), cut.tooLong() ? cut.from() : cut.to(), year());
            if (context.format().isEmpty()) {
                pipeline.release(buffer);
                throw new Content.Refused("The file " + file.path() + " is no log that can be read. "
                        + (cut.tooLong() ? "It has no lines; it looks like a binary file" : how.nothingFound()));
            }
            how.notice().ifPresent(notice -> file.book().note(clock.millis(), "mixed-format", notice));
            if (!pipeline.submit(
                    new Chunk(
                            file.book(),
                            epoch,
                            context,
                            cut.bytes(),
                            cut.from(),
                            cut.to(),
                            cut.tooLong(),
                            buffer,
                            false),
                    () -> take(file, cutter, cut, how))) return false;
        }
    }

    private FormatChoice choice(ImportJob job, ImportFile file) {
        var text = job.format().indexOf('%') >= 0;
        var how = new FormatChoice(
                finder,
                new FormatChoice.Setting(
                        text ? FormatChoice.LOGFORMAT : job.format(), text ? job.format() : "", "UTC", false, ""),
                year());
        how.restore(file.detected(), file.settled(), year());
        return how;
    }

    private int year() {
        return clock.instant().atZone(java.time.ZoneOffset.UTC).getYear();
    }

    private static void take(ImportFile file, LineCutter cutter, LineCutter.Cut cut, FormatChoice how) {
        cutter.take(cut);
        var reading = cutter.reading();
        file.read(reading, cutter.content().diskPosition(reading.offset()), how);
    }

    private boolean end(ImportFile file, long epoch, LineCutter cutter) {
        var ending = cutter.content().ending();
        if (!ending.code().isEmpty()) file.book().note(clock.millis(), ending.code(), ending.text());
        return pipeline.update(epoch, () -> {
            known.add(cutter.reading().identity());
            file.end(SourceStatus.State.DONE, "");
        });
    }

    // ---- state

    void save(Map<String, String> entries) {
        entries.keySet().removeIf(key -> key.startsWith(Stored.IMPORT) || key.startsWith(Stored.IMPORT_LEDGER));
        for (var job : jobs()) {
            entries.put(Stored.IMPORT + job.id(), job.text());
            for (var i = 0; i < job.files().size(); i++)
                entries.put(ledgerKey(job.id(), i), job.files().get(i).book().save());
        }
    }

    void restore(Checkpoint checkpoint) {
        for (var job : jobs()) {
            if (job.finished()) continue;
            job.restore(Stored.value(checkpoint, Stored.IMPORT + job.id(), Stored.Import.class));
            restoreBooks(job, checkpoint);
        }
    }
}
