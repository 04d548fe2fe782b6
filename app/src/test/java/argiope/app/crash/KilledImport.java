package argiope.app.crash;

import argiope.appliance.format.Formats;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// Imports a plain and a packed log in processes that are killed at random moments, one after the other, lets the
/// last one end, and says which lines are missing or there twice. The long run: `KilledImport KILLS LINES SEED`.
public final class KilledImport {
    private static final int PAGE = 5000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String MARK = "/line/";

    private final Path folder;
    private final int lines;
    private final Random random;
    private final List<Path> files;

    /// @param missing lines that are not there, `repeated` lines that are there more than once, `kills` that hit a
    ///     running process
    public record Result(int missing, int repeated, int kills) {}

    public KilledImport(Path folder, int lines, long seed) throws IOException {
        this.folder = folder;
        this.lines = lines;
        this.random = new Random(seed);
        var plain = folder.resolve("plain.log");
        var packed = folder.resolve("packed.log.gz");
        try (var out = Files.newOutputStream(plain)) {
            write(out, 0, lines / 2);
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            write(out, lines / 2, lines);
        }
        files = List.of(plain, packed);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var kills = Integer.parseInt(args[0]);
        var lines = Integer.parseInt(args[1]);
        var seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        var folder = Files.createTempDirectory("argiope-killed");
        var result = new KilledImport(folder, lines, seed).run(kills);
        System.out.println(result + " of " + lines + " lines, seed " + seed + ", left in " + folder);
        if (result.missing() > 0 || result.repeated() > 0) System.exit(1);
    }

    /// Lines in the order of their times, each with its number.
    private static void write(OutputStream out, int from, int to) throws IOException {
        var text = new StringBuilder();
        for (var i = from; i < to; i++) {
            text.append(1_764_000_000L + i / 4L)
                    .append(String.format(java.util.Locale.ROOT, ".%03d", i % 1000))
                    .append("    120 192.0.2.")
                    .append(i % 250)
                    .append(" TCP_MISS/200 5120 GET http://www.example.org")
                    .append(MARK)
                    .append(i)
                    .append(" - HIER_DIRECT/198.51.100.7 text/html\n");
            if (text.length() > 1 << 16) {
                out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
                text.setLength(0);
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    public Result run(int kills) throws IOException, InterruptedException {
        var hit = 0;
        for (var i = 0; i < kills; i++)
            if (killed(lines / (kills + 1) + random.nextInt(1 + lines / (kills + 1)))) hit++;
        finish();
        return look(hit);
    }

    /// Starts a process and kills it when it has read about so many lines more; false if it was done before.
    private boolean killed(int more) throws IOException, InterruptedException {
        var process = start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            var first = -1L;
            var until = System.nanoTime() + PATIENCE.toNanos();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("done")) return false;
                if (System.nanoTime() > until) throw new IllegalStateException("the process does not get on: " + line);
                if (!line.matches("\\d+")) continue;
                var read = Long.parseLong(line);
                if (first < 0) first = read;
                if (read >= first + more) break;
            }
            return process.isAlive();
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private void finish() throws IOException, InterruptedException {
        var process = start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            var last = last(output);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !last.equals("done done"))
                throw new IllegalStateException("the last process did not end well: " + last);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String last(BufferedReader output) throws IOException {
        var last = "";
        for (var line = output.readLine(); line != null; line = output.readLine()) last = line;
        return last;
    }

    private Process start() throws IOException {
        var command = new java.util.ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                ImportingProcess.class.getName(),
                folder.resolve("data").toString()));
        for (var file : files) command.add(file.toString());
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("process.log").toFile())
                .start();
    }

    private Result look(int kills) {
        var formats = Formats.standard();
        var seen = new BitSet(lines);
        var repeated = 0;
        try (var store = ImportingProcess.open(folder.resolve("data"), formats)) {
            var all = new TrackingQuery(new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")), List.of());
            var cursor = Cursor.START;
            while (true) {
                var page = store.find(all, cursor, PAGE, PATIENCE);
                for (var row : page.rows()) {
                    var url = row.text(TextField.URL).orElseThrow();
                    var number = Integer.parseInt(url.substring(url.indexOf(MARK) + MARK.length()));
                    if (seen.get(number)) repeated++;
                    seen.set(number);
                }
                if (page.next().isStart()) break;
                cursor = page.next();
            }
        }
        return new Result(lines - seen.cardinality(), repeated, kills);
    }
}
