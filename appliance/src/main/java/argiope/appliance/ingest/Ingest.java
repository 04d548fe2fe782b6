package argiope.appliance.ingest;

import argiope.appliance.format.Formats;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.TrackingStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the sources of the committed settings and the imports: lines in, transactions out, nothing lost, nothing twice.
///
/// Starts at once, where the store's last commit ended, and follows every commit of the settings. Safe for many
/// threads.
/// The store must not be appended to or committed by anybody else.
public final class Ingest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final long SILENCE_CHECK_NANOS = 1_000_000_000L;
    private static final long SMALLEST_REJECTED_BYTES = 1 << 20;

    private final Settings settings;
    private final FormatFinder finder;
    private final IngestLimits limits;
    private final Clock clock;
    private final Path folder;
    private final KnownFiles known = new KnownFiles();
    private final Pipeline pipeline;
    private final Imports imports;
    private final List<Thread> readers = new ArrayList<>();
    private final Map<String, FollowedFile> followed = new ConcurrentHashMap<>();

    private final Object monitor = new Object();
    // guarded by monitor
    private boolean closing;
    private boolean settingsChanged = true;
    private List<String> order = List.of();

    /// @param folder where rejected lines are kept
    public Ingest(TrackingStore store, Formats formats, Settings settings, Clock clock, Path folder) {
        this(store, formats, settings, clock, folder, IngestLimits.standard());
    }

    public Ingest(
            TrackingStore store, Formats formats, Settings settings, Clock clock, Path folder, IngestLimits limits) {
        this(store, FormatFinder.of(formats), settings, clock, folder, limits);
    }

    Ingest(TrackingStore store, FormatFinder finder, Settings settings, Clock clock, Path folder, IngestLimits limits) {
        this.settings = settings;
        this.finder = finder;
        this.limits = limits;
        this.clock = clock;
        this.folder = folder;
        pipeline = new Pipeline(store, finder, limits, clock, new Pipeline.Participant() {
            @Override
            public void save(Map<String, String> entries) {
                Ingest.this.save(entries);
            }

            @Override
            public void restore(Checkpoint checkpoint) {
                Ingest.this.restore(checkpoint);
            }
        });
        imports = new Imports(pipeline, finder, known, this::followedPlaces, limits, clock, this::importBook);
        known.restore(pipeline.recovered());
        imports.load(pipeline.recovered());
        settings.onCommit(ignored -> {
            synchronized (monitor) {
                settingsChanged = true;
                monitor.notifyAll();
            }
        });
        configure(settings.committed());
        pipeline.start();
        readers.add(Thread.ofPlatform().name("ingest-follow").start(this::follow));
        readers.add(Thread.ofPlatform().name("ingest-import").start(imports::run));
    }

    private Book importBook(String id, int file) {
        return new Book(
                "import " + id,
                new RejectedLines(
                        folder.resolve("rejected").resolve("import-" + id + "-" + file),
                        Math.max(SMALLEST_REJECTED_BYTES, limits.rejectedBytes() / 8)));
    }

    private Book sourceBook(String name) {
        var book = new Book(
                name,
                new RejectedLines(
                        folder.resolve("rejected").resolve("source-" + fileName(name)), limits.rejectedBytes()));
        book.restore(Stored.value(pipeline.recovered(), Stored.LEDGER + name, Stored.Books.class));
        return book;
    }

    /// A name that is safe as a file's, and another for every other name.
    private static String fileName(String name) {
        var safe = new StringBuilder();
        for (var b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-') safe.append((char) b);
            else safe.append('_').append(java.util.HexFormat.of().toHexDigits(b));
        }
        return safe.toString();
    }

    /// How far followed files are stored, for imports of the same files.
    private Collection<Identity> followedPlaces() {
        var places = new ArrayList<Identity>();
        var checkpoint = pipeline.recovered();
        for (var key : checkpoint.entries().keySet())
            if (key.startsWith(Stored.SOURCE))
                Stored.value(checkpoint, key, Stored.Source.class)
                        .ifPresent(source -> source.places().forEach(place -> places.add(place.identity())));
        return places;
    }

    // ---- the following thread

    private void follow() {
        var silenceChecked = System.nanoTime();
        while (true) {
            synchronized (monitor) {
                if (closing) return;
                if (settingsChanged) {
                    settingsChanged = false;
                } else {
                    await(limits.poll().toMillis());
                    if (closing) return;
                }
            }
            configure(settings.committed());
            var more = true;
            while (more && !closingOrChanged()) {
                more = false;
                for (var file : followed.values()) more |= poll(file);
            }
            if (System.nanoTime() - silenceChecked > SILENCE_CHECK_NANOS) {
                silenceChecked = System.nanoTime();
                for (var file : followed.values())
                    if (file.awaitsLines())
                        file.book().silence(clock.millis(), limits.silence().toMillis());
            }
        }
    }

    private boolean closingOrChanged() {
        synchronized (monitor) {
            return closing || settingsChanged;
        }
    }

    private void await(long millis) {
        try {
            monitor.wait(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ingest threads are not interrupted", e);
        }
    }

    private static boolean poll(FollowedFile file) {
        try {
            return file.poll();
        } catch (RuntimeException e) {
            LOG.error("source {} could not be looked at; trying again", file.name(), e);
            file.failed(e);
            return false;
        }
    }

    private void configure(ApplianceSettings committed) {
        var wanted = new LinkedHashMap<String, ApplianceSettings.Source>();
        for (var source : committed.sources()) wanted.put(source.name(), source);
        wanted.forEach((name, source) -> {
            var file = followed.get(name);
            if (file == null)
                followed.put(name, new FollowedFile(source, sourceBook(name), pipeline, finder, known, limits, clock));
            else file.configure(source);
        });
        for (var file : followed.values()) if (!wanted.containsKey(file.name()) && !file.retired()) file.retire();
        synchronized (monitor) {
            order = List.copyOf(wanted.keySet());
        }
    }

    // ---- state

    private void save(Map<String, String> entries) {
        for (var file : followed.values()) {
            file.save(entries);
            entries.put(Stored.LEDGER + file.name(), file.book().save());
        }
        imports.save(entries);
        known.save(entries);
    }

    private void restore(Checkpoint checkpoint) {
        for (var file : followed.values())
            file.book().restore(Stored.value(checkpoint, Stored.LEDGER + file.name(), Stored.Books.class));
        imports.restore(checkpoint);
        known.restore(checkpoint);
    }

    // ---- for the pages and the CLI

    /// The sources of the committed settings in their order, then the files of imports that run or ended lately.
    public List<SourceStatus> sources() {
        List<String> names;
        synchronized (monitor) {
            names = order;
        }
        var all = new ArrayList<SourceStatus>();
        for (var name : names) {
            var file = followed.get(name);
            if (file != null) all.add(file.status());
        }
        for (var job : imports.jobs()) for (var file : job.files()) all.add(imported(job, file));
        return all;
    }

    private SourceStatus imported(ImportJob job, ImportFile file) {
        var status = file.status();
        var trouble = status.state() == SourceStatus.State.READING ? pipeline.trouble() : "";
        var newest = file.book().newest();
        return new SourceStatus(
                "import " + job.id(),
                "import",
                status.path(),
                job.format(),
                status.detectedFormat(),
                trouble.isEmpty() ? status.state() : SourceStatus.State.STALLED,
                trouble.isEmpty() ? status.detail() : trouble,
                file.book().linesPerSecond(),
                newest == 0 ? -1 : 0,
                file.book().lastLineAt(),
                status.bytes(),
                status.size(),
                status.ledger(),
                status.notices());
    }

    /// Reads files that lie on this machine once, plain or packed. A file read before adds nothing but what it has
    /// grown
    /// by; `again` reads it whole. The same request while it runs, or after a crash, answers the job that is there.
    ///
    /// @param format id of a format, `auto`, or a pasted format text
    public ImportJob importFiles(List<Path> files, String format, boolean again) {
        return imports.add(files, format, again);
    }

    /// A running job or one of the last that ended.
    public Optional<ImportJob> importJob(String id) {
        return imports.job(id);
    }

    /// Of all sources and imports together.
    public double linesPerSecond() {
        var sum = 0.0;
        for (var file : followed.values()) sum += file.book().linesPerSecond();
        for (var job : imports.jobs())
            for (var file : job.files()) sum += file.book().linesPerSecond();
        return sum;
    }

    /// Files of a source's rejected lines, whole and masked, oldest first.
    public List<Path> rejectedLines(String source) {
        var file = followed.get(source);
        return file == null ? List.of() : file.book().rejectedFiles();
    }

    /// Stops reading, and commits what was read.
    @Override
    public void close() {
        synchronized (monitor) {
            closing = true;
            monitor.notifyAll();
        }
        imports.close();
        pipeline.stopReaders();
        for (var reader : readers) Pipeline.join(reader);
        pipeline.close();
        for (var file : followed.values()) file.close();
        for (var job : imports.jobs()) for (var file : job.files()) file.book().close();
    }
}
