package argiope.appliance.ingest;

import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One life of an appliance's ingest in a test: a disk that outlives it, sources, and a clock.
final class IngestRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final RecordingStore store;
    final Ingest ingest;
    private final CommittedSettings settings;

    IngestRun(RecordingStore.Disk disk, Path folder, ApplianceSettings.Source... sources) {
        this(disk, folder, limits(), Clock.systemUTC(), sources);
    }

    IngestRun(
            RecordingStore.Disk disk,
            Path folder,
            IngestLimits limits,
            Clock clock,
            ApplianceSettings.Source... sources) {
        this(disk, folder, limits, clock, new PlainFormats(), sources);
    }

    IngestRun(
            RecordingStore.Disk disk,
            Path folder,
            IngestLimits limits,
            Clock clock,
            FormatFinder finder,
            ApplianceSettings.Source... sources) {
        store = new RecordingStore(disk);
        settings = new CommittedSettings(sources);
        ingest = new Ingest(store, finder, settings, clock, folder, limits);
    }

    /// Small chunks, so that a few lines make many; a renamed file is left after it was silent for a moment.
    static IngestLimits limits() {
        return IngestLimits.standard().with(4096, 1024, Duration.ofMillis(200));
    }

    static ApplianceSettings.Source source(String name, Path path) {
        return new ApplianceSettings.Source(name, path.toString(), "auto", "", "UTC", "strip", false);
    }

    static ApplianceSettings.Source paused(ApplianceSettings.Source source) {
        return new ApplianceSettings.Source(
                source.name(),
                source.path(),
                source.format(),
                source.logformat(),
                source.zone(),
                source.uriWhitespace(),
                true);
    }

    void commit(ApplianceSettings.Source... sources) {
        settings.commit(sources);
    }

    SourceStatus status(String name) {
        return ingest.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void awaitRead(String what, int count) {
        try {
            await(what, () -> store.lines().size() >= count);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + ": " + store.lines().size() + " of " + count + ", " + ingest.sources(), e);
        }
    }

    void awaitLines(int count) {
        await("there are " + count + " lines", () -> store.lines().size() >= count);
    }

    void awaitState(String name, SourceStatus.State state) {
        await(
                name + " is " + state,
                () -> ingest.sources().stream()
                        .anyMatch(source -> source.name().equals(name) && source.state() == state));
    }

    void awaitNotice(String name, String code) {
        await(
                name + " has the notice " + code,
                () -> status(name).notices().stream()
                        .anyMatch(notice -> notice.code().equals(code)));
    }

    static void await(String what, BooleanSupplier condition) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) throw new AssertionError("waited in vain until " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    ImportStatus imported(Path... files) {
        return imported(false, files);
    }

    ImportStatus imported(boolean again, Path... files) {
        try {
            var job = ingest.importFiles(Arrays.asList(files), "auto", again);
            if (!job.await(PATIENCE)) throw new AssertionError("the import did not end: " + job.status());
            return job.status();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Ends as a killed process does: nothing more is stored.
    void kill() {
        store.crash();
        ingest.close();
    }

    @Override
    public void close() {
        ingest.close();
    }

    private static final class CommittedSettings implements Settings {
        private volatile ApplianceSettings committed;
        private final List<Consumer<ApplianceSettings>> listeners = new ArrayList<>();

        private CommittedSettings(ApplianceSettings.Source... sources) {
            committed = with(sources);
        }

        private static ApplianceSettings with(ApplianceSettings.Source... sources) {
            var initial = ApplianceSettings.initial("gw");
            return new ApplianceSettings(initial.reporting(), initial.cloud(), List.of(sources), initial.system());
        }

        private synchronized void commit(ApplianceSettings.Source... sources) {
            committed = with(sources);
            listeners.forEach(listener -> listener.accept(committed));
        }

        @Override
        public ApplianceSettings committed() {
            return committed;
        }

        @Override
        public synchronized void onCommit(Consumer<ApplianceSettings> listener) {
            listeners.add(listener);
        }

        @Override
        public boolean cloudPending() {
            return false;
        }
    }
}
