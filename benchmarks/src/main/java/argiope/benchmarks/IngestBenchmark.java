package argiope.benchmarks;

import argiope.appliance.format.Formats;
import argiope.appliance.ingest.Ingest;
import argiope.appliance.settings.ApplianceSettings;
import argiope.appliance.settings.Settings;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.UserAliases;
import argiope.lucene.tracking.LuceneTrackingConfig;
import argiope.lucene.tracking.LuceneTrackingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A Squid log from file to durable, searchable rows, URL parts included, beside GoAccess on the same file.
///
/// The whole way is taken: the import finds the format out, workers read and index, the last commit is on the disk
/// before
/// the clock stops, and every row is counted. The first tenth, in which the machine code is still being made, is
/// printed
/// apart. GoAccess counts statistics only and keeps nothing.
///
/// `IngestBenchmark [LINES] [FOLDER]`
public final class IngestBenchmark {
    private static final long SEED = 8;
    private static final int DAYS = 5;
    private static final double REQUIRED_RATIO = 0.75;
    private static final double GOAL_RATIO = 1.5;
    private static final double REQUIRED_SIZE = 1.0;
    private static final double GOAL_SIZE = 0.7;

    private IngestBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var lines = args.length > 0 ? Long.parseLong(args[0]) : 5_000_000;
        var folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("argiope-bench-ingest");
        Files.createDirectories(folder);
        var log = folder.resolve("squid-" + lines + ".log");
        try {
            if (!Files.exists(log)) {
                System.out.println("making " + lines + " lines from seed " + SEED);
                new LogGenerator(SEED).write(log, lines, DAYS, LogGenerator.START);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d lines, %,d bytes, %d days, %d cores, Java %s%n",
                    lines,
                    Files.size(log),
                    DAYS,
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature());
            var peer = goAccess(log, lines);
            var ours = ours(log, lines, folder);
            print(lines, peer, ours);
        } finally {
            if (args.length <= 1) deleteTree(folder);
        }
    }

    /// @param coldLines of the first tenth a second, `steadyLines` of the rest, `allLines` of everything
    /// @param size of index and raw lines on disk, divided by the log's
    private record Figures(double coldLines, double steadyLines, double allLines, double size, double rawPart) {}

    private static Figures ours(Path log, long lines, Path folder) throws IOException, InterruptedException {
        var data = folder.resolve("data");
        deleteTree(data);
        var formats = Formats.standard();
        Figures figures;
        try (var store = LuceneTrackingStore.open(
                LuceneTrackingConfig.in(data.resolve("tracking")), formats::reader, UserAliases::none)) {
            store.observableIndexing(true);
            try (var ingest = new Ingest(store, formats, new NoSources(), Clock.systemUTC(), data)) {
                figures = time(ingest, store, log, lines);
            }
        }
        var bytes = bytes(data);
        return new Figures(
                figures.coldLines,
                figures.steadyLines,
                figures.allLines,
                bytes / (double) Files.size(log),
                figures.rawPart / Files.size(log));
    }

    private static Figures time(Ingest ingest, TrackingStore store, Path log, long lines) throws InterruptedException {
        var begun = System.nanoTime();
        var job = ingest.importFiles(List.of(log), "auto", false);
        var warm = begun;
        var coldLines = 0L;
        while (!job.await(Duration.ofMillis(20))) {
            if (coldLines == 0) {
                var read = job.status().lines();
                if (read >= lines / 10) {
                    coldLines = read;
                    warm = System.nanoTime();
                }
            }
        }
        var done = System.nanoTime();
        var ledger = job.status().files().getFirst().ledger();
        var all = new TimeRange(Instant.ofEpochMilli(0), Instant.parse("2100-01-01T00:00:00Z"));
        var count = store.count(new TrackingQuery(all, List.of()), lines + 1, Duration.ofMinutes(5));
        if (ledger.accepted() != lines || !ledger.balanced() || !count.equals(new Count(lines, true)))
            throw new IllegalStateException("not every line is there once: " + job.status() + ", found " + count);
        return new Figures(
                coldLines / seconds(begun, warm),
                (lines - coldLines) / seconds(warm, done),
                lines / seconds(begun, done),
                0,
                store.size().rawBytes());
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /// Lines a second of GoAccess; 0 when it is not installed or does not read the lines.
    private static double goAccess(Path log, long lines) throws IOException, InterruptedException {
        var output = log.resolveSibling("goaccess.json");
        try {
            var begun = System.nanoTime();
            var process = new ProcessBuilder(
                            "goaccess",
                            log.toString(),
                            "--log-format=%x.%^ %~%L %h %^/%s %b %m %U %^",
                            "--date-format=%s",
                            "--time-format=%s",
                            "--no-global-config",
                            "--no-progress",
                            "--output=" + output)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var code = process.waitFor();
            var took = seconds(begun, System.nanoTime());
            var valid = Pattern.compile("\"valid_requests\":\\s*(\\d+)").matcher(Files.readString(output));
            if (code != 0 || !valid.find() || Long.parseLong(valid.group(1)) < lines * 0.99) {
                System.out.println("GoAccess did not read the log (exit " + code + ")");
                return 0;
            }
            return lines / took;
        } catch (IOException e) {
            System.out.println("GoAccess cannot be run: " + e.getMessage());
            return 0;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void print(long lines, double peer, Figures ours) {
        System.out.printf(Locale.ROOT, "GoAccess                      %,12.0f lines/s%n", peer);
        System.out.printf(Locale.ROOT, "cold start (first tenth)      %,12.0f lines/s%n", ours.coldLines);
        System.out.printf(Locale.ROOT, "steady, to the last commit    %,12.0f lines/s%n", ours.steadyLines);
        System.out.printf(
                Locale.ROOT,
                "everything, cold start too    %,12.0f lines/s  (%,.1f s)%n",
                ours.allLines,
                lines / ours.allLines);
        if (peer > 0) verdict("ingest / GoAccess", ours.steadyLines / peer, REQUIRED_RATIO, GOAL_RATIO, true);
        verdict("index with raw lines / log", ours.size, REQUIRED_SIZE, GOAL_SIZE, false);
        System.out.printf(Locale.ROOT, "  of it raw lines             %12.2f%n", ours.rawPart);
    }

    private static void verdict(String name, double figure, double required, double goal, boolean more) {
        var met = more ? figure >= required : figure <= required;
        var reached = more ? figure >= goal : figure <= goal;
        System.out.printf(
                Locale.ROOT,
                "%-29s %12.2f  required %s %.2f: %s; goal %s %.2f: %s%n",
                name,
                figure,
                more ? ">=" : "<=",
                required,
                met ? "met" : "missed",
                more ? ">=" : "<=",
                goal,
                reached ? "met" : "missed");
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(IngestBenchmark::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /// An appliance that follows nothing.
    private static final class NoSources implements Settings {
        @Override
        public ApplianceSettings committed() {
            return ApplianceSettings.initial("bench");
        }

        @Override
        public void onCommit(Consumer<ApplianceSettings> listener) {
            // nothing is ever committed
        }

        @Override
        public boolean cloudPending() {
            return false;
        }
    }
}
