package argiope.benchmarks;

import argiope.appliance.format.Formats;
import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TextField;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingQuery.Client;
import argiope.appliance.tracking.TrackingQuery.Criterion;
import argiope.appliance.tracking.TrackingQuery.InDomain;
import argiope.appliance.tracking.TrackingQuery.Sha256;
import argiope.appliance.tracking.TrackingQuery.Url;
import argiope.appliance.tracking.TrackingQuery.UrlMatch;
import argiope.appliance.tracking.TrackingQuery.User;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.TransactionBatch;
import argiope.appliance.tracking.UserAliases;
import argiope.core.net.Cidr;
import argiope.lucene.tracking.LuceneTrackingConfig;
import argiope.lucene.tracking.LuceneTrackingStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// The newest 100 rows by exact URL, domain, CIDR, user, SHA-256 and a part of a URL: 1,000 questions a kind, a third
/// each matching under 100 rows, under 1 % and over 5 % of all (as far as the log has such values; how many were asked
/// is
/// printed). Totals are timed apart. Prints each figure with what is required.
///
/// The log is [LogGenerator]'s through the real reader of Squid's format; as Squid logs no hashes, a reader around it
/// gives every downloaded file one, made from its URL's beginning.
///
/// `SearchBenchmark [ROWS] [DAYS] [FOLDER]`; a folder that holds an index of that many rows is used as it is.
public final class SearchBenchmark {
    private static final int QUESTIONS = 1000;
    private static final int PAGE = 100;
    private static final long SEED = 4;
    private static final ParseContext CONTEXT = new ParseContext("squid", "", ZoneOffset.UTC, false, "bench", 2026);

    private enum Share {
        FEW("< 100 rows"),
        SOME("< 1 %"),
        MANY("> 5 %");

        final String title;

        Share(String title) {
            this.title = title;
        }
    }

    private final long rows;
    private final Random random = new Random(SEED);

    private SearchBenchmark(long rows) {
        this.rows = rows;
    }

    public static void main(String[] args) throws Exception {
        var rows = args.length > 0 ? Long.parseLong(args[0]) : 5_000_000;
        var days = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        var folder = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("argiope-bench-search");
        var made = args.length <= 2;
        try {
            new SearchBenchmark(rows).run(folder, days);
        } finally {
            if (made) delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private void run(Path folder, int days) throws Exception {
        var log = folder.resolve("squid.log");
        if (!Files.exists(log)) {
            System.out.printf(Locale.ROOT, "writing %,d lines over %d days%n", rows, days);
            new LogGenerator(SEED).write(log, rows, days, LogGenerator.START);
        }
        var config = new LuceneTrackingConfig(folder.resolve("tracking"), 256, 256L << 20);
        try (var store = LuceneTrackingStore.open(config, hashing(Formats.standard()::reader), UserAliases::none)) {
            store.observableIndexing(true);
            if (store.size().transactions() < rows) {
                var seconds = fill(store, log);
                System.out.printf(
                        Locale.ROOT,
                        "%,d lines taken in and durable in %.1f s: %,.0f lines/s%n",
                        rows,
                        seconds,
                        rows / seconds);
            }
        }
        try (var store = LuceneTrackingStore.open(config, hashing(Formats.standard()::reader), UserAliases::none)) {
            store.observableIndexing(true);
            var size = store.size();
            var rawLog = Files.size(log);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows, %d days; index %.3f + raw %.3f of the raw log%n",
                    size.transactions(),
                    size.days(),
                    (double) size.indexBytes() / rawLog,
                    (double) size.rawBytes() / rawLog);
            print("index with raw / raw log", (double) (size.indexBytes() + size.rawBytes()) / rawLog, 0.7, 1.0, "");
            ask(store, log);
        }
    }

    // ---- taking in

    /// Gives rows with a file a hash, the same each time they are read.
    private static Function<ParseContext, LineReader> hashing(Function<ParseContext, LineReader> readers) {
        return context -> {
            var reader = readers.apply(context);
            return (line, from, to, row) -> {
                var outcome = reader.read(line, from, to, row);
                if (outcome == LineOutcome.ACCEPTED && row.has(TextField.PATH)) {
                    var hash = hash(row);
                    if (!hash.isEmpty()) row.put(TextField.FILE_SHA256, hash);
                }
                return outcome;
            };
        };
    }

    /// Videos and data are hashed by host and path; style sheets have one hash for all, as a library has.
    private static String hash(Row row) {
        var end = row.to(TextField.PATH);
        var array = row.array();
        var last = array[end - 1];
        if (last == '4' || last == 'l') return hex(hashOf(row, TextField.HOST) * 31 + hashOf(row, TextField.PATH));
        return last == 's' ? hex(array[end - 2]) : "";
    }

    private static long hashOf(Row row, TextField field) {
        var hash = 1125899906842597L;
        for (var i = row.from(field); i < row.to(field); i++) hash = 31 * hash + row.array()[i];
        return hash;
    }

    private static String hex(long value) {
        var text = new StringBuilder(64);
        for (var i = 0; i < 4; i++) {
            value = (value ^ value >>> 29) * 0x9E3779B97F4A7C15L + i;
            for (var shift = 60; shift >= 0; shift -= 4)
                text.append(Character.forDigit((int) (value >>> shift & 15), 16));
        }
        return text.toString();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(byte[] bytes, int length) {
        boolean isEnd() {
            return length == 0;
        }
    }

    private static final Chunk END = new Chunk(new byte[0], 0);

    /// One reads, two parse and index: seconds from the first byte to the last commit.
    static double fill(TrackingStore store, Path log) throws Exception {
        var started = System.nanoTime();
        var chunks = new ArrayBlockingQueue<Chunk>(4);
        try (var workers = Executors.newFixedThreadPool(3);
                var in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            Callable<Void> work = () -> {
                for (var chunk = chunks.take(); !chunk.isEnd(); chunk = chunks.take()) store.append(batch(chunk));
                chunks.put(END);
                return null;
            };
            var done = List.of(workers.submit(work), workers.submit(work));
            read(in, chunks);
            chunks.put(END);
            for (var worker : done) worker.get();
            store.commit(Checkpoint.none());
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private static void read(InputStream in, ArrayBlockingQueue<Chunk> chunks)
            throws IOException, InterruptedException {
        var size = 1 << 20;
        var rest = new byte[0];
        while (true) {
            var bytes = new byte[size];
            System.arraycopy(rest, 0, bytes, 0, rest.length);
            var length = rest.length + in.readNBytes(bytes, rest.length, size - rest.length);
            if (length == 0) return;
            var end = length;
            if (length == size) while (end > 0 && bytes[end - 1] != '\n') end--;
            rest = Arrays.copyOfRange(bytes, end, length);
            chunks.put(new Chunk(bytes, end));
            if (length < size) return;
        }
    }

    private static TransactionBatch batch(Chunk chunk) {
        return new TransactionBatch() {
            @Override
            public ParseContext context() {
                return CONTEXT;
            }

            @Override
            public void read(Visitor visitor) {
                eachRow(chunk, hashing(Formats.standard()::reader).apply(CONTEXT), visitor::accept);
            }
        };
    }

    private static void eachRow(Chunk chunk, LineReader reader, java.util.function.Consumer<Row> each) {
        var row = new Row();
        var start = 0;
        for (var i = 0; i < chunk.length; i++) {
            if (chunk.bytes[i] != '\n') continue;
            if (reader.read(chunk.bytes, start, i, row) == LineOutcome.ACCEPTED) each.accept(row);
            start = i + 1;
        }
    }

    // ---- asking

    /// Values that the log holds, with how often, and the questions made of them.
    private final class Values {
        private final Map<String, int[]> counts = new HashMap<>();

        void add(String value) {
            counts.computeIfAbsent(value, _ -> new int[1])[0]++;
        }

        /// Up to a third of the questions for each share.
        Map<Share, List<String>> drawn() {
            var few = new ArrayList<String>();
            var some = new ArrayList<String>();
            var many = new ArrayList<String>();
            counts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
                var count = entry.getValue()[0];
                if (count < 100) few.add(entry.getKey());
                else if (count < rows / 100) some.add(entry.getKey());
                else if (count > rows / 20) many.add(entry.getKey());
            });
            var all = new EnumMap<Share, List<String>>(Map.of(Share.FEW, few, Share.SOME, some, Share.MANY, many));
            for (var list : all.values()) {
                java.util.Collections.shuffle(list, random);
                while (list.size() > QUESTIONS / 3) list.removeLast();
            }
            return all;
        }
    }

    private void ask(TrackingStore store, Path log) throws IOException {
        var urls = new Values();
        var domains = new Values();
        var networks = new Values();
        var users = new Values();
        var hashes = new Values();
        var parts = new Values();
        var partsOfUsers = new ArrayList<Criterion[]>();
        collect(log, urls, domains, networks, users, hashes, parts, partsOfUsers);

        exact(store, "exact URL", urls, value -> new Url(value, UrlMatch.EXACT));
        exact(store, "domain", domains, InDomain::new);
        exact(store, "CIDR", networks, value -> new Client(Cidr.parse(value).orElseThrow()));
        exact(store, "user", users, User::new);
        exact(store, "SHA-256", hashes, Sha256::new);

        var times = new ArrayList<Double>();
        parts.drawn().forEach((share, values) -> {
            var own = new ArrayList<Double>();
            for (var value : values) own.add(newest(store, new Url(value, UrlMatch.CONTAINS)));
            report("part of a URL, " + share.title, own);
            times.addAll(own);
        });
        report("part of a URL", times);
        print("part of a URL, p50", percentile(times, 50), 20, 40, "ms");
        print("part of a URL, p95", percentile(times, 95), 200, 400, "ms");
        var both = new ArrayList<Double>();
        for (var question : partsOfUsers) both.add(newest(store, question));
        report("part of a URL and a user", both);
        print("part of a URL and a user, p50", percentile(both, 50), 20, 40, "ms");
        print("part of a URL and a user, p95", percentile(both, 95), 200, 400, "ms");
        overview(store);
    }

    private void exact(TrackingStore store, String kind, Values values, Function<String, Criterion> criterion) {
        values.drawn().forEach((share, drawn) -> {
            for (var i = 0; i < Math.min(20, drawn.size()); i++) newest(store, criterion.apply(drawn.get(i)));
            var times = new ArrayList<Double>();
            var totals = new ArrayList<Double>();
            for (var value : drawn) {
                times.add(newest(store, criterion.apply(value)));
                totals.add(total(store, criterion.apply(value)));
            }
            if (times.isEmpty()) return;
            var required = share == Share.MANY ? 30 : 10;
            report(kind + ", " + share.title, times);
            print(kind + ", " + share.title + ", p95", percentile(times, 95), required, required * 2.0, "ms");
            report("  its total up to 10,000", totals);
        });
    }

    private static TrackingQuery query(Criterion... criteria) {
        return new TrackingQuery(
                new TimeRange(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z")),
                List.of(criteria));
    }

    private static double newest(TrackingStore store, Criterion... criteria) {
        var start = System.nanoTime();
        store.find(query(criteria), Cursor.START, PAGE, Duration.ofSeconds(60));
        return (System.nanoTime() - start) / 1e6;
    }

    private static double total(TrackingStore store, Criterion... criteria) {
        var start = System.nanoTime();
        store.count(query(criteria), 10_000, Duration.ofSeconds(60));
        return (System.nanoTime() - start) / 1e6;
    }

    private static void overview(TrackingStore store) {
        var times = new ArrayList<Double>();
        for (var i = 0; i < 5; i++) {
            var start = System.nanoTime();
            ((LuceneTrackingStore) store).overview(query().range(), 10, Duration.ofSeconds(60));
            times.add((System.nanoTime() - start) / 1e6);
        }
        report("overview of everything", times);
    }

    private void collect(
            Path log,
            Values urls,
            Values domains,
            Values networks,
            Values users,
            Values hashes,
            Values parts,
            List<Criterion[]> partsOfUsers)
            throws IOException {
        var sampled = new HashSet<String>();
        var candidates = new ArrayList<String>();
        var chunks = new ArrayBlockingQueue<Chunk>(4);
        try (var reading = Executors.newSingleThreadExecutor();
                var in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            var done = reading.submit(() -> {
                read(in, chunks);
                chunks.put(END);
                return true;
            });
            var reader = hashing(Formats.standard()::reader).apply(CONTEXT);
            for (var chunk = chunks.take(); !chunk.isEnd(); chunk = chunks.take())
                eachRow(chunk, reader, row -> {
                    var client = row.client();
                    networks.add("10." + (client[13] & 255) + "." + (client[14] & 255) + ".0/24");
                    networks.add("10." + (client[13] & 255) + "." + (client[14] & 255) + "." + (client[15] & 255));
                    networks.add("10." + (client[13] & 255) + ".0.0/16");
                    networks.add("10.0.0.0/" + (8 + Math.abs(client[15]) % 8));
                    if (row.has(TextField.USER_KEY)) users.add(row.text(TextField.USER_KEY));
                    if (row.has(TextField.DOMAIN)) domains.add(row.text(TextField.DOMAIN));
                    var host = row.text(TextField.HOST);
                    domains.add(host.substring(host.lastIndexOf('.') + 1));
                    if (row.has(TextField.FILE_SHA256)) hashes.add(row.text(TextField.FILE_SHA256));
                    if (!row.has(TextField.URL_KEY)) return;
                    // Exact URLs are counted for one row in eight, by their text, to keep memory small.
                    var url = row.text(TextField.URL_KEY);
                    if (url.hashCode() % 8 == 0 || url.endsWith(LogGenerator.ALIVE)) urls.add(url);
                    if (random.nextInt(200) == 0) {
                        var rest = url.substring(url.indexOf("://") + 3);
                        var length = 6 + random.nextInt(8);
                        if (rest.length() > length && sampled.add(rest)) {
                            var at = random.nextInt(rest.length() - length);
                            candidates.add(rest.substring(at, at + length));
                            if (row.has(TextField.USER_KEY) && partsOfUsers.size() < QUESTIONS)
                                partsOfUsers.add(new Criterion[] {
                                    new User(row.text(TextField.USER_KEY)),
                                    new Url(candidates.getLast(), UrlMatch.CONTAINS)
                                });
                        }
                    }
                });
            done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new UncheckedIOException(new IOException("the log could not be read", e));
        }
        // How often a part matches is estimated from a sample of the URLs: its share of them, times all rows.
        var texts = sampled.stream().sorted().toList();
        var all = String.join("\n", texts.subList(0, Math.min(texts.size(), 20_000)));
        var lines = Math.min(texts.size(), 20_000);
        for (var part : candidates.stream().distinct().limit(3000).toList()) {
            var hits = 0;
            for (var at = all.indexOf(part); at >= 0; at = all.indexOf(part, at + part.length())) hits++;
            var estimate = (int) Math.min(Integer.MAX_VALUE, (long) hits * rows * 7 / 10 / lines);
            parts.counts.put(part, new int[] {hits <= 1 ? 1 : estimate});
        }
    }

    // ---- telling

    private static double percentile(List<Double> times, int percent) {
        var sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static void report(String what, List<Double> times) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %5d asked  p50 %8.2f  p95 %8.2f  max %8.2f ms%n",
                what,
                times.size(),
                percentile(times, 50),
                percentile(times, 95),
                percentile(times, 100));
    }

    private static void print(String figure, double value, double goal, double required, String unit) {
        System.out.printf(
                Locale.ROOT,
                "FIGURE %-36s %8.2f %s  to reach %.2f  ratio %.2f  now required %.2f  %s%n",
                figure,
                value,
                unit,
                goal,
                value / goal,
                required,
                value <= required ? "met" : "missed");
    }
}
